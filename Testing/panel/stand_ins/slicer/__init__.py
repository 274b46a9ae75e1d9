"""The few names of Slicer's Python API that the module file needs when it is imported and its logic is asked."""
