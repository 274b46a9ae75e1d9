<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_US">
<context>
    <name>CrossModalitySeg</name>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>A model of the library. Models that were trained or adapted below appear here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Adapt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Adapt to another modality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Adaptation depth:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Advanced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Another machine that does the work, by ssh: HOST, or HOST:PYTHON for a Python there that has this package. Volumes are sent there and deleted afterwards. Empty: this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>CT and MR series in Slicer's DICOM database. Tick those to segment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Cases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Check a .cms file and copy it into the library.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Copy the log to the clipboard.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Correct the segmentation by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySeg.py"/>
        <source>CrossModalitySeg</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Delete the unfinished job.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Device:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Direction:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Discard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Edit in Segment Editor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Estimate time and memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Export...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Folder for the segmentations, an overview page and a table. What is done there already is left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Folder of the volumes from which the source model was trained. Labels are not needed; the method self-training can do without the folder, and learns from labels that lie there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Folder of volumes (NIfTI, NRRD, MetaImage), or of one DICOM series a folder. Labels among them are never opened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Folder of volumes and DICOM series, searched at any depth. Label maps in it are left out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Folder with images/ and labels/, or NAME.nii.gz beside NAME_label.nii.gz, or in MM-WHS names.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Folder:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>From the modality that has labels to the one that has none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Go on where the job was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySeg.py"/>
        <source>Implements Dou, Ouyang, Chen, Chen, Heng: Unsupervised Cross-Modality Domain Adaptation of ConvNets for Biomedical Image Segmentations with Adversarial Loss, IJCAI 2018 (arXiv 1804.10916), and PnP-AdaNet (arXiv 1812.07907).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Import...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Install or repair...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Install what the worker needs into Slicer's Python, from the network or from a folder of wheels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Labelled volumes from:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Load case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Look at what this Python has: packages, PyTorch, devices.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Method:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Modality:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Model library</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Model:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Name of the model that is made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>New model:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Opens a layout with a plot view; its own menu lists every chart of the job.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Other machine:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Patients:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Python:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Results:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Save...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Segment all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Segment heart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Segment many hearts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Segmentations:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySeg.py"/>
        <source>Segments the heart in CT and MR with one click, and adapts a heart segmenter trained on one modality to your volumes of the other without one label there. No data leaves this computer. For research use only: not a medical device.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Series of the target modality in Slicer's DICOM database. Tick those to adapt to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Show curves in a plot view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Show files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Size:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Source model:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Source volumes:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Target volumes from:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>The CT or MR volume to segment. The heart is located automatically.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>The Python that runs the worker: empty for Slicer's own, or the python program of an environment with PyTorch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>The last layer that is adapted: 13, 21 (the paper's choice) or 31.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>The model to adapt, trained on labelled volumes of the source modality. It is not changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Tick segmentations with segments AA, LA, LV and Myo, each made on its volume.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Tick the volumes to adapt to. No labels are needed; four or more make a better model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Tick the volumes to segment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Train</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Train model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Volume:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Volumes from:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Volumes:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>What the labelled volumes are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Where the labelled volumes are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Where the unlabelled volumes of the target modality are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Where the volumes to segment are.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Where the worker computes; auto takes the first GPU, else the CPU.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Write the log into a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Write the segmentation as .seg.nrrd, NIfTI, STL or DICOM SEG.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>dou2018 and pnp-adanet: as published. released: the authors' released code, at the size paper. self-training: from slices of random appearance, twice as long; for a model that is to be adapted by self-training.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>dou2018: adversarial adaptation as published at IJCAI 2018. pnp-adanet: with a second critic. released: the authors' released code, at the size paper. self-training: without adversaries, from the model's own labels; best with a source model that was trained with it, too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>tiny: a small network, minutes on a CPU. paper: networks of the published size, for a GPU.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CrossModalitySeg.messages</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/names.py"/>
        <source>"{1}" cannot be the name of a model.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/verbs.py"/>
        <source>(and {1} more)</source>
        <extracomment>{1}: gone</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/label_file.py"/>
        <source>--labels {1} cannot be understood at {2}.</source>
        <extracomment>{1}: text, {2}: strip</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/label_file.py"/>
        <source>--labels {1} gives the number {2} twice.</source>
        <extracomment>{1}: text, {2}: number</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>A Python package cannot be loaded: {1}.</source>
        <extracomment>{1}: text</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cohort.py"/>
        <source>A cohort of no subject was asked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>A name is longer than this file system allows: {1}.</source>
        <extracomment>{1}: filename</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/estimate.py"/>
        <source>About {1} {2}, with {3} of {4} GB of memory.</source>
        <extracomment>{1}: duration, {2}: where, {3}: memory_gb, {4}: available_gb</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/training.py"/>
        <source>Adapt a model that was trained here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/adapt.py"/>
        <source>Adapt model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/adapt.py"/>
        <source>Adapt {1} model to {2}</source>
        <extracomment>{1}: upper, {2}: upper2</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/plots.py"/>
        <source>Adaptation loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/__init__.py"/>
        <source>Add files named {1}_train_1001_image.nii.gz and so on.</source>
        <extracomment>{1}: modality</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/anatomies.py"/>
        <source>Add label volumes to the folder of --anatomies.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>All segments of {1} are empty.</source>
        <extracomment>{1}: getname</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>All voxels of {1} have the same value.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/estimate.py"/>
        <source>An adaptation is estimated for a source model, and none is named.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/lock.py"/>
        <source>Another process</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/anatomy.py"/>
        <source>Ascending aorta</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/plots.py"/>
        <source>Best so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>Check the name, or choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/__init__.py"/>
        <source>Check the name, or choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>Check the name; `crossmodalityseg models list` shows them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/task.py"/>
        <source>Checking the input</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/precision.py"/>
        <source>Choose "auto" or "cpu", or install PyTorch for your GPU.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>Choose a CT or MR volume with one gray value per voxel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stored_segmentation.py"/>
        <source>Choose a DICOM SEG, or a label map in .seg.nrrd or .nii.gz.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>Choose a NIfTI, NRRD, MetaImage or DICOM file, or a folder with a DICOM series.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/interpreter.py"/>
        <source>Choose a Python under Settings in the panel, or set {1} to the python program of an environment with CrossModalitySeg's libraries.</source>
        <extracomment>{1}: python_variable</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Choose a file or folder in which you may read and write.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>Choose a folder in which you may write.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/files.py"/>
        <source>Choose a folder with another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/train.py"/>
        <source>Choose a folder with labelled volumes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/exporting.py"/>
        <source>Choose a folder with volumes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/predictors.py"/>
        <source>Choose a model that sees slices, as Heart-virtual does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/preprocessing.py"/>
        <source>Choose a region inside the image, or leave it to the heart localizer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>Choose a segmentation or a label map of the volume.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Choose a shorter name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>Choose a volume that shows the chest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>Choose a volume with three axes, such as crossmodalityseg phases writes of a time series.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>Choose a volume with three axes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>Choose a volume with three axes; segment alone takes pictures of a slice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>Choose a volume, or load one first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/choices.py"/>
        <source>Choose among {1}.</source>
        <extracomment>{1}: filter</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/folder.py"/>
        <source>Choose an empty folder, or start the job that is there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>Choose an image that shows the heart, say where it is with --roi-mm, or write what was segmented with --force.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>Choose an image with one gray value per voxel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/recognising.py"/>
        <source>Choose an image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/process.py"/>
        <source>Choose another Python under Settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/pictures.py"/>
        <source>Choose another file, or save it as PNG.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>Choose another folder to write into.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>Choose another folder, or --overwrite.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/choices.py"/>
        <source>Choose another method ({1}) or another size ({2}).</source>
        <extracomment>{1}: own, {2}: fitting</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/files.py"/>
        <source>Choose another name, or remove or rename what is there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/names.py"/>
        <source>Choose another name, or remove that model from the library.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/library.py"/>
        <source>Choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/segmentations.py"/>
        <source>Choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/write.py"/>
        <source>Choose another output folder, or remove the old cohort.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/work.py"/>
        <source>Choose another output, or delete that folder to start anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/checkpoint.py"/>
        <source>Choose another output, or delete the folder of checkpoints to start anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/batch.py"/>
        <source>Choose at least one volume.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/adapt.py"/>
        <source>Choose at least one volume; four or more make a better model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/precision.py"/>
        <source>Choose auto, cpu, cuda, cuda:N or mps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>Choose image files, folders that hold them, or DICOM series.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/recognising.py"/>
        <source>Choose it with --model, and an image as input.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/train.py"/>
        <source>Choose its source volume in the Segment Editor, load that volume, or choose a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>Choose its source volume in the Segment Editor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySeg.py"/>
        <source>Choose one of: {1}.</source>
        <extracomment>{1}: names</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/series.py"/>
        <source>Choose one series, or put each series into a folder of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/batch.py"/>
        <source>Choose one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>Choose segmentations of the same structures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/train.py"/>
        <source>Choose segmentations of the volumes, with segments AA, LA, LV and Myo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/adapt_whole_heart.py"/>
        <source>Choose settings with self-training alone, as those of the size whole-heart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/adapt.py"/>
        <source>Choose settings without it (joint_steps=0), or another source model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>Choose the CT or MR images of the study.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/adapt.py"/>
        <source>Choose the folder from which the source model was trained.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>Choose the folder it lies in.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/segmentation.py"/>
        <source>Choose the format seg.nrrd or nii.gz.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/pictures.py"/>
        <source>Choose the image itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/recognising.py"/>
        <source>Choose the images that it was made of.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/adapt.py"/>
        <source>Choose the model of the source modality.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/pictures.py"/>
        <source>Choose the picture in the size of the scan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>Choose the series that was planned on it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/estimate.py"/>
        <source>Choose the size whole-heart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>Choose the volume on which the segmentation was made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>Choose the volume that shows its current frame in the sequence browser.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>Close other programs, or crop the image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/nifti.py"/>
        <source>Convert header and image into a single file, and choose that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/recognising.py"/>
        <source>Convert it to NIfTI, and check that left and right are where they were.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/series.py"/>
        <source>Copies of images that are there already: {1}.</source>
        <extracomment>{1}: names</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>Copy both files into one folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>Copy or download the file again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/causes.py"/>
        <source>Copy the file again, and do not open it elsewhere if you do not know where it comes from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/causes.py"/>
        <source>Copy the file again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/label_file.py"/>
        <source>Correct it; each structure needs a value 1, 2, ... and a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/job_file.py"/>
        <source>Correct that entry, or make the file anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>Correct the file's header.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>Correct the spacing in the file's header, for instance by exporting it again from the original images.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>Correct the spacing in the file's header.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>Correct the spacing in the module Volumes, and look for a scaling transform.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/plots.py"/>
        <source>Critic distance</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>Crop or resample the image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>DICOM files of {1} are not in Slicer's database any more.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>DICOM segmentation (.dcm)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/task.py"/>
        <source>Discard it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/dicom_seg.py"/>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/recognising.py"/>
        <source>Download the file again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/anatomies.py"/>
        <source>Each anatomy needs labels 1 Myo, 2 LA, 3 LV, 4 AA, 5 RA and 6 RV.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/following.py"/>
        <source>Edited by hand: the volumes are those of the segmentation as it is now, and what was said of the automatic one does not hold for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/estimate.py"/>
        <source>Estimated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/estimate.py"/>
        <source>Estimating time and memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/label_file.py"/>
        <source>Every number is one structure.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/pictures.py"/>
        <source>Export the image again without annotations; if it has none, save it as NIfTI, which is not searched for them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/onnx_network.py"/>
        <source>Export the network again, as one file with operators of the ONNX standard.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/causes.py"/>
        <source>Export the series again from the scanner or archive, one stack of parallel slices.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/task.py"/>
        <source>Exporting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>Fetch or export the model again, or choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/recognising.py"/>
        <source>Fetch the file with git lfs pull.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>Free some space or choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Free some space or choose another folder; finished results are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/doctor.py"/>
        <source>Free space there, or set CROSSMODALITYSEG_HOME or TMPDIR.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/doctor.py"/>
        <source>GPU of this Apple computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/library.py"/>
        <source>Give the path of a .cms file or a name of the library ({1}).</source>
        <extracomment>{1}: known</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySeg.py"/>
        <source>Give the path of a .cms file, or the name of a model in the library.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/folder.py"/>
        <source>Give the path of a job.json file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>Harden the transform on it, or take it off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>Harden the transform on the volume, or take it off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>If the structures are there under other numbers, say so with --labels NAME=NUMBER,...; a model learns only what is labelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/patients.py"/>
        <source>Import patients in the module DICOM.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>Import the patient again, and load the series.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/exporting.py"/>
        <source>Import the patient into the DICOM database again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>In {1} the label taken for {2} ({3}) does not lie around that taken for {4} ({5}).</source>
        <extracomment>{1}: name, {2}: name2, {3}: value, {4}: name3, {5}: value2</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>In {1} the labels taken for {2} do not lie where these do.</source>
        <extracomment>{1}: name, {2}: name2</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/extras.py"/>
        <source>Install it with: pip install "CrossModalitySegLib[{1}]"{2}.</source>
        <extracomment>{1}: extra_of, {2}: instead</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/doctor.py"/>
        <source>Install it: pip install {1}.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>Install the OpenSSH client, or work here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/installation.py"/>
        <source>Install the extension PyTorch in the Extensions Manager and restart Slicer, or choose another Python under Settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/library.py"/>
        <source>Install the extension again, or choose a model with --model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Install the requirements of CrossModalitySeg again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Install the requirements of CrossModalitySeg in this interpreter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>Install this package there (version {1}), and name its Python: HOST:PYTHON.</source>
        <extracomment>{1}: version</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/choices.py"/>
        <source>Instead of a preset there are a size and a method.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cases.py"/>
        <source>It holds {1}.</source>
        <extracomment>{1}: known</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>It is not known on which volume {1} was made.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>It looks as if {1} was {2} and {3} {4}.</source>
        <extracomment>{1}: outer, {2}: outer_name, {3}: inner, {4}: inner_name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>It looks as if {1}, or as if the file's directions were wrong.</source>
        <extracomment>{1}: wrong</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/onnx_network.py"/>
        <source>It must give a value for each class, background first, at each voxel of its input.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/outcome.py"/>
        <source>It said nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/__init__.py"/>
        <source>It should hold mr_train_1001_image.nii.gz with mr_train_1001_label.nii.gz (MM-WHS), images/ and labels/ with equal names, NAME.nii.gz with NAME_label.nii.gz, or folders with one DICOM series each.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>It was changed since it was written, and is kept as it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/pixel_size.py"/>
        <source>Its pixel size is not known; {1} mm fits best (estimated).</source>
        <extracomment>{1}: pixel_mm</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/isolated.py"/>
        <source>Leave it out, or copy or download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/anatomy.py"/>
        <source>Left atrium</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/anatomy.py"/>
        <source>Left ventricle blood</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/anatomy.py"/>
        <source>Left ventricular myocardium</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/recognising.py"/>
        <source>Let its name end in {1}.</source>
        <extracomment>{1}: endings</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/verbs.py"/>
        <source>Let nothing remove results of a job; start it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>Load it again, or choose another one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/loading.py"/>
        <source>Load the volume with Add Data or DICOM.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/equipment.py"/>
        <source>Looking at what this Python has ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/case_table.py"/>
        <source>Looks plausible.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Lower --memory-gb or the batch size, or close other programs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/stages.py"/>
        <source>Lower the learning rate or use --size tiny, then delete the .work folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/train_whole_heart.py"/>
        <source>Make some with `crossmodalityseg maps`, or choose a size for labelled volumes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/adapt_whole_heart.py"/>
        <source>Make some with `crossmodalityseg maps`, or name no source.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Make sure that it is connected and sound, and start again; finished results are kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/folder.py"/>
        <source>Make the job anew; whoever changed it on purpose removes its entry "{1}".</source>
        <extracomment>{1}: seal</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/estimate.py"/>
        <source>Measuring a few steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>NIfTI label map (.nii.gz)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/anatomies.py"/>
        <source>Name a folder of NIfTI label volumes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/tissue_map.py"/>
        <source>Name a folder that `crossmodalityseg cohort --maps` has made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/anatomies.py"/>
        <source>Name a folder with one heart label volume per anatomy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/library.py"/>
        <source>Name a model of that folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/evaluation/results.py"/>
        <source>Name a results.json that exists.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>Name every number of it in --labels, or take --labels away.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/free_folder.py"/>
        <source>Name it like its image, or remove it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/choices.py"/>
        <source>Name size and method instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/series.py"/>
        <source>Name the files of one series.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/interpreter.py"/>
        <source>Name the python program of an environment, e.g. /opt/env/bin/python.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/seg_nrrd.py"/>
        <source>Name the segments {1}, and remove the others.</source>
        <extracomment>{1}: names</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>Name the segments {1}.</source>
        <extracomment>{1}: names</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/estimate.py"/>
        <source>Name the source model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/label_file.py"/>
        <source>Name {1} or a JSON file.</source>
        <extracomment>{1}: shipped</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/patients.py"/>
        <source>No DICOM database is open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/batch.py"/>
        <source>No folder for the results is chosen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>No heart was found in {1}, so nothing was written for it.</source>
        <extracomment>{1}: title</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>No image was found in {1}.</source>
        <extracomment>{1}: names</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>No label map of {1} holds {2}; the labels there are taken for {3}.</source>
        <extracomment>{1}: name, {2}: missing, {3}: held</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>No permission: {1}.</source>
        <extracomment>{1}: text</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>No segment of {1} is one of the structures {2}.</source>
        <extracomment>{1}: name, {2}: names</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>No segmentation is chosen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/adapt.py"/>
        <source>No source model is chosen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>No volume is chosen.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>No {1} was found in this volume (confidence {2}); the middle of the volume was segmented.</source>
        <extracomment>{1}: subject, {2}: heart_confidence</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/batch.py"/>
        <source>Nothing was segmented in {1}.</source>
        <extracomment>{1}: title</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Nothing was written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>Of the files there none is of a kind that is read: {1}.</source>
        <extracomment>{1}: parts</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>Only {1} of what surrounds {2} is {3}; {4} is the least expected.</source>
        <extracomment>{1}: share, {2}: inner, {3}: around, {4}: enclosed</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/recognising.py"/>
        <source>Open it in 3D Slicer and save the volume as NIfTI or NRRD.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/patients.py"/>
        <source>Open the module DICOM once to make one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/installation.py"/>
        <source>Open the module PyTorch and install it there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/plots.py"/>
        <source>Plausibility</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/following.py"/>
        <source>Please check:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/equipment.py"/>
        <source>Press Install or repair under Settings, or choose a Python that has the packages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/anatomy.py"/>
        <source>Pulmonary artery</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cases.py"/>
        <source>Put NAME_label.nii.gz beside each NAME_image.nii.gz, or use images/ and labels/.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/work.py"/>
        <source>Put back what was there, choose another output, or delete that folder to start anew.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/segmentations.py"/>
        <source>Put both under the same transform, or harden it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/free_folder.py"/>
        <source>Put each series into a folder of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>Put header and voxels into one folder, and correct the name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/doctor.py"/>
        <source>PyTorch cannot be used: {1}.</source>
        <extracomment>{1}: error</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/doctor.py"/>
        <source>PyTorch computes wrong results.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/equipment.py"/>
        <source>Python {1}, PyTorch {2}: {3}.</source>
        <extracomment>{1}: get, {2}: get2, {3}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/installation.py"/>
        <source>Read the Python console, check the connection, or install from a folder of wheels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/outcome.py"/>
        <source>Read {1}, and start the job again.</source>
        <extracomment>{1}: log_file</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/outcome.py"/>
        <source>Read {1}, and start the same job again: it goes on where it was.</source>
        <extracomment>{1}: log_file</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/learn.py"/>
        <source>Read {1}.</source>
        <extracomment>{1}: log_file</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/dicom_seg.py"/>
        <source>Reading the series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cases.py"/>
        <source>Reading {1}</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>Remove it, and start again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>Remove or rename it, and start the same job again: its results are fetched.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/free_folder.py"/>
        <source>Remove or rename one of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cases.py"/>
        <source>Remove this volume or correct its label file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>Replace them by a background value and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>Resample the image to a regular grid and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>Resample the label map to the image's grid with nearest-neighbour interpolation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/evaluation/metrics.py"/>
        <source>Resample the prediction onto the grid of the reference first (nearest neighbour).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>Resample the volume to a regular grid, for instance with the module Resample Scalar/Vector/DWI Volume.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/batch.py"/>
        <source>Resume goes on from here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/anatomy.py"/>
        <source>Right atrium</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/anatomy.py"/>
        <source>Right ventricle blood</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/self_training.py"/>
        <source>Round {1}:</source>
        <extracomment>{1}: number</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>Save as .seg.nrrd, NIfTI or STL instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/dicom_seg.py"/>
        <source>Save as DICOM SEG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>Save it again as MetaImage, or as NIfTI.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>Save it again as NRRD in a single file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>Save it again as NRRD with the encoding raw or gzip.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>Save it again as a single file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/recognising.py"/>
        <source>Save it as PNG or TIFF without changing its size or, better, export it as DICOM or NIfTI.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/pictures.py"/>
        <source>Save the page that shows the heart as a picture of its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/seg_nrrd.py"/>
        <source>Save the segmentation again from 3D Slicer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/dicom_seg.py"/>
        <source>Saved {1}.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cohort.py"/>
        <source>Say --mr or --ct with a number above zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>Say which number is which structure with --labels NAME=NUMBER,..., or correct the directions in the file's header.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>Say which number is which structure with --labels, for instance --labels {1}=2,{2}=3,...</source>
        <extracomment>{1}: name, {2}: name2</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stored_segmentation.py"/>
        <source>Say with --labels which structures it holds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>See to it that `ssh {1}` works without a question, and start the same job again: it goes on.</source>
        <extracomment>{1}: host</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/segment.py"/>
        <source>Segment heart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/batch.py"/>
        <source>Segment many hearts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/nrrd.py"/>
        <source>Segment the volume again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>Segment the volume first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Send the log file with your report; the job can be started again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>Sending {1} files, {2} MB, to {3}.</source>
        <extracomment>{1}: missing, {2}: total, {3}: host</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/loading.py"/>
        <source>Slicer cannot read {1}.</source>
        <extracomment>{1}: first</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>Slicer segmentation (.seg.nrrd)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/interpreter.py"/>
        <source>Slicer's own Python (PythonSlicer) was not found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stack.py"/>
        <source>Slices are missing over {1} mm; what lies beyond is left out: {2}.</source>
        <extracomment>{1}: max, {2}: listed</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stack.py"/>
        <source>Slices are shifted by {1} mm over {2} mm, as by a gantry tilted by {3} degrees; they were straightened.</source>
        <extracomment>{1}: lateral, {2}: height, {3}: tilt</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stack.py"/>
        <source>Slices are {1} to {2} mm apart; {3} of {4} slices of an even spacing of {5} mm are interpolated.</source>
        <extracomment>{1}: min, {2}: max, {3}: int, {4}: places, {5}: gap</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stack.py"/>
        <source>Slices lie up to {1} mm beside an even spacing of {2} mm.</source>
        <extracomment>{1}: jitter, {2}: gap</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stack.py"/>
        <source>Slices that lie beside the others are left out: {1}.</source>
        <extracomment>{1}: listed</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/work.py"/>
        <source>Start again, and leave them alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/export.py"/>
        <source>Start again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/train.py"/>
        <source>Start from a model of the same structures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/team.py"/>
        <source>Start one process, or choose the device cpu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Start the same job again to go on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>Start the same job again: it goes on where it was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/task.py"/>
        <source>Starting the worker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Stopped on request.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/progress.py"/>
        <source>Stopped on request; the best so far was kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/learn.py"/>
        <source>Stopped; the best so far is kept as {1}.</source>
        <extracomment>{1}: stem</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/task.py"/>
        <source>Stopping as soon as this step is done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/progress.py"/>
        <source>Stopping as soon as this step is done; press Ctrl-C again to end at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>Surfaces (.stl, one file per structure)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/task.py"/>
        <source>Taking the result in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/plots.py"/>
        <source>Target entropy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/patients.py"/>
        <source>The DICOM database holds no {1} series.</source>
        <extracomment>{1}: modalities</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/exporting.py"/>
        <source>The DICOM file {1} has gone.</source>
        <extracomment>{1}: file</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/segmentation.py"/>
        <source>The DICOM series {1} lacks what a DICOM segmentation needs, or its SOPClassUID is none that is known.</source>
        <extracomment>{1}: name_of</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/onnx_network.py"/>
        <source>The ONNX file cannot be used: {1}.</source>
        <extracomment>{1}: reason</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>The Python package {1} is missing.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/process.py"/>
        <source>The Python that is to do the work cannot be started: {1}.</source>
        <extracomment>{1}: errorstring</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/interpreter.py"/>
        <source>The Python {1}, {2} cannot be started.</source>
        <extracomment>{1}: named, {2}: origin</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/adapt.py"/>
        <source>The adversarial part needs the layers of {1}, and {2} is of the architecture {3}.</source>
        <extracomment>{1}: papers_architecture, {2}: model, {3}: architecture</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/estimate.py"/>
        <source>The adversaries of these settings do not fit the architecture {1}.</source>
        <extracomment>{1}: architecture</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/checkpoint.py"/>
        <source>The checkpoint {1} belongs to a job with other settings ({2}).</source>
        <extracomment>{1}: path, {2}: other</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/checkpoint.py"/>
        <source>The checkpoint {1} is damaged.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/checkpoint.py"/>
        <source>The checkpoint {1} is {2}; going on from the one before it.</source>
        <extracomment>{1}: path, {2}: exists</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/precision.py"/>
        <source>The device "{1}" is not there: this PyTorch sees {2}.</source>
        <extracomment>{1}: name, {2}: seen</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>The disk is full: {1}.</source>
        <extracomment>{1}: text</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>The disk or the network folder fails: {1}.</source>
        <extracomment>{1}: text</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/model_choice.py"/>
        <source>The expected Dice is extrapolated: {1} was adapted to {2} after it had been calibrated on {3}.</source>
        <extracomment>{1}: name, {2}: upper, {3}: upper2</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/installation.py"/>
        <source>The extension PyTorch, which installs torch, is not there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/adapt.py"/>
        <source>The folder of {1} volumes does not exist.</source>
        <extracomment>{1}: upper</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>The folder {1} cannot be written: {2}.</source>
        <extracomment>{1}: path, {2}: strerror</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/__init__.py"/>
        <source>The folder {1} does not exist.</source>
        <extracomment>{1}: folder</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/series.py"/>
        <source>The folder {1} holds no DICOM images.</source>
        <extracomment>{1}: folder</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/__init__.py"/>
        <source>The folder {1} holds no volumes.</source>
        <extracomment>{1}: folder</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/__init__.py"/>
        <source>The folder {1} holds no {2} volumes.</source>
        <extracomment>{1}: folder, {2}: upper</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/free_folder.py"/>
        <source>The folder {1} mixes {2} DICOM series.</source>
        <extracomment>{1}: place, {2}: stacks</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/seg_nrrd.py"/>
        <source>The header of the segmentation {1} is damaged.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/preprocessing.py"/>
        <source>The heart region lies outside the image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/predictors.py"/>
        <source>The image is a single slice, and the model {1} needs a volume.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/work.py"/>
        <source>The inputs were changed while they were in use: {1}.</source>
        <extracomment>{1}: changed</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/work.py"/>
        <source>The job in {1} was begun with other inputs: {2}.</source>
        <extracomment>{1}: work, {2}: changed</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/nrrd.py"/>
        <source>The label map {1} cannot be read ({2}: {3}).</source>
        <extracomment>{1}: path, {2}: name, {3}: error</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/segmentations.py"/>
        <source>The label map {1} does not lie on the grid of the volume {2}.</source>
        <extracomment>{1}: path, {2}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/free_folder.py"/>
        <source>The label map {1} has no image.</source>
        <extracomment>{1}: labels</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>The label map {1} holds no voxels.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/segmentations.py"/>
        <source>The label map {1} holds the unknown value {2}.</source>
        <extracomment>{1}: name, {2}: max</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>The label map {1} holds unknown values: {2}.</source>
        <extracomment>{1}: path, {2}: values</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>The label map {1} lies on another grid than its image {2}.</source>
        <extracomment>{1}: labels_path, {2}: image_path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/predictor.py"/>
        <source>The memory of the GPU does not hold as many slices at once; batches of {1} are tried.</source>
        <extracomment>{1}: batch</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/predictor.py"/>
        <source>The memory of the GPU does not hold one slice; the CPU takes over.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/predictors.py"/>
        <source>The memory of the GPU does not suffice; the CPU computes instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>The memory of the device is exhausted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/choices.py"/>
        <source>The method {1} does not go with the size {2}.</source>
        <extracomment>{1}: method, {2}: size</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/equipment.py"/>
        <source>The model library did not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/library.py"/>
        <source>The model that ships is missing from {1}.</source>
        <extracomment>{1}: shipped</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/learn.py"/>
        <source>The model {1} is in the library.</source>
        <extracomment>{1}: stem</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/training.py"/>
        <source>The model {1} was taken over as ONNX, and such a network cannot learn.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/files.py"/>
        <source>The name {1} is not valid UTF-8, so no record can name what is written there.</source>
        <extracomment>{1}: shown</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/files.py"/>
        <source>The name {1}... has {2} bytes; this file system allows {3}.</source>
        <extracomment>{1}: name, {2}: encode, {3}: longest</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>The name {1}... has {2} characters; that of a model may have {3}.</source>
        <extracomment>{1}: stem, {2}: stem2, {3}: longest_name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/onnx_network.py"/>
        <source>The network gives {1} values where {2} are expected.</source>
        <extracomment>{1}: shape, {2}: class_count</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>The others are done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/installation.py"/>
        <source>The packages could not be installed: {1}.</source>
        <extracomment>{1}: error</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/pixels.py"/>
        <source>The pixels of {1} are damaged or incomplete.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/pixels.py"/>
        <source>The pixels of {1} are damaged, or compressed in a way that cannot be read here ({2}).</source>
        <extracomment>{1}: path, {2}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/choices.py"/>
        <source>The preset {1} is now the size {2} with the method {3}.</source>
        <extracomment>{1}: name, {2}: size, {3}: method</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>The result would take the place of the input {1}.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/series.py"/>
        <source>The same goes for {1}.</source>
        <extracomment>{1}: listed</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/segment.py"/>
        <source>The scene was closed meanwhile; the segmentation is in {1}.</source>
        <extracomment>{1}: labels</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/segmentations.py"/>
        <source>The segmentation is not in the scene any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stored_segmentation.py"/>
        <source>The segmentation {1} holds the segment "{2}", which is none of the structures {3}.</source>
        <extracomment>{1}: path, {2}: segment_label, {3}: names</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>The segmentation {1} is not in the scene any more.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stack.py"/>
        <source>The slices of the DICOM series {1} are not evenly spaced ({2} to {3} mm); some may be missing.</source>
        <extracomment>{1}: name, {2}: min, {3}: max</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/stages.py"/>
        <source>The training diverged at step {1}: its loss is not a finite number.</source>
        <extracomment>{1}: step</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/torso_training.py"/>
        <source>The training of the localizer goes on from its checkpoint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/task.py"/>
        <source>The unfinished job in {1} cannot be resumed: its owner's file is lost.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>The volume {1} holds no voxels.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>The volume {1} is not in the scene any more.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/export.py"/>
        <source>The volume {1} was changed while it was exported.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/learn.py"/>
        <source>The worker names no model among its results.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/segment.py"/>
        <source>The worker names no segmentation among its results.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>The worker on {1} ended with code {2} before its work was done.</source>
        <extracomment>{1}: host, {2}: code</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/outcome.py"/>
        <source>The worker says it is done, but {1} cannot be read.</source>
        <extracomment>{1}: unreadable</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/outcome.py"/>
        <source>The worker {1} before its work was done.</source>
        <extracomment>{1}: how</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>The {1} goes on beyond {2} of the scan.</source>
        <extracomment>{1}: subject, {2}: listed</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/names.py"/>
        <source>There is a model called {1} already.</source>
        <extracomment>{1}: stem</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>There is no connection to {1}, or it was lost.</source>
        <extracomment>{1}: host</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/precision.py"/>
        <source>There is no kind of device called "{1}".</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>There is no model at {1}.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySeg.py"/>
        <source>There is no model called "{1}" in the library.</source>
        <extracomment>{1}: model</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySeg.py"/>
        <source>There is no model file {1}.</source>
        <extracomment>{1}: model</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/library.py"/>
        <source>There is no model {1}, neither as a file nor in the library.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>There is no ssh on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/choices.py"/>
        <source>There is no {1} {2}.</source>
        <extracomment>{1}: kind, {2}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>These look like the numbers of {1}: {2}.</source>
        <extracomment>{1}: collection, {2}: number</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/equipment.py"/>
        <source>This Python cannot run the worker.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/equipment.py"/>
        <source>This Python lacks {1}.</source>
        <extracomment>{1}: missing</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>This is a single slice, so completeness and volumes cannot be judged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/outcome.py"/>
        <source>This is how a system ends programs when its memory is exhausted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/installation.py"/>
        <source>Together about {1} MB and what these need themselves.</source>
        <extracomment>{1}: sum</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/train.py"/>
        <source>Train model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/adapt.py"/>
        <source>Train one from labelled volumes in the section below, or import one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/train.py"/>
        <source>Train {1} model</source>
        <extracomment>{1}: upper</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/plots.py"/>
        <source>Training loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/plots.py"/>
        <source>Training loss of the heart localizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Unexpected problem: {1}: {2}.</source>
        <extracomment>{1}: name, {2}: text</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/recognising.py"/>
        <source>Unpack it and choose the files in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/recognising.py"/>
        <source>Unpack it and choose the folder with its files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/names.py"/>
        <source>Use letters, digits, spaces, dots and dashes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>Use one of the endings .seg.nrrd, {1}.</source>
        <extracomment>{1}: writable_suffixes</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>Use the ending .seg.nrrd or .nii.gz, or name a folder for STL.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/train.py"/>
        <source>Use the size with which it was trained, {1}.</source>
        <extracomment>{1}: size</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>Use {1}.</source>
        <extracomment>{1}: values_text</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/plots.py"/>
        <source>Validator score</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/sample.py"/>
        <source>Virtual patients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/lock.py"/>
        <source>Wait for its end, or stop it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/adapting.py"/>
        <source>Warming up the critic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>Warning: {1} If the numbers mean something else, say so with --labels.</source>
        <extracomment>{1}: sentence</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/training.py"/>
        <source>What the heart localizer has learnt is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/doing.py"/>
        <source>What was finished before is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>What was sent is kept there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>Write HOST or HOST:PYTHON, as in gpu:env/bin/python.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/label_file.py"/>
        <source>Write NAME=NUMBER,...; the names are {1}, background.</source>
        <extracomment>{1}: names</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/evaluation/results.py"/>
        <source>Write it again with evaluate or benchmark.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>and {1} more</source>
        <extracomment>{1}: listed</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/field.py"/>
        <source>back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/checkpoint.py"/>
        <source>damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/outcome.py"/>
        <source>ended with code {1}</source>
        <extracomment>{1}: exit_code</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/field.py"/>
        <source>front</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/fast.py"/>
        <source>high</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/fast.py"/>
        <source>inside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/field.py"/>
        <source>left side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/fast.py"/>
        <source>low</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/field.py"/>
        <source>lower end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/checkpoint.py"/>
        <source>missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/precision.py"/>
        <source>no usable Apple GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/precision.py"/>
        <source>no usable GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/estimate.py"/>
        <source>on this machine's CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/precision.py"/>
        <source>only {1} usable GPU{2}</source>
        <extracomment>{1}: gpus, {2}: gpus2</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>reading the model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/field.py"/>
        <source>right side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>segmenting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>several samples per pixel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/evaluation/results.py"/>
        <source>the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>the volume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>the {1}</source>
        <extracomment>{1}: side</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/installation.py"/>
        <source>torch was not installed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/field.py"/>
        <source>upper end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cohort.py"/>
        <source>virtual patients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/outcome.py"/>
        <source>was ended from outside or crashed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/installation.py"/>
        <source>{1}  ({2} MB), ten times that with GPU support; the extension PyTorch installs it.</source>
        <extracomment>{1}: specifier, {2}: size_mb</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/choosing.py"/>
        <source>{1} ({2}) was chosen of {3} series of its study because {4}; left aside: {5}.</source>
        <extracomment>{1}: title, {2}: portrait, {3}: ones, {4}: deciding, {5}: names</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>{1} --all-series segments all {2} of the study.</source>
        <extracomment>{1}: reason, {2}: others</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/sample.py"/>
        <source>{1} MR and {1} CT patients are in {2}.</source>
        <extracomment>{1}: count, {2}: place</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/anatomies.py"/>
        <source>{1} anatomies cannot serve {2} groups of subjects that must not share one.</source>
        <extracomment>{1}: files, {2}: filled</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/mmwhs.py"/>
        <source>{1} and {2} are the same {3} twice.</source>
        <extracomment>{1}: files, {2}: path, {3}: match</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/segmentations.py"/>
        <source>{1} and {2} lie under different transforms.</source>
        <extracomment>{1}: getname, {2}: getname2</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/free_folder.py"/>
        <source>{1} and {2} would both be the subject {3}.</source>
        <extracomment>{1}: result, {2}: path, {3}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>{1} cannot be opened: {2}.</source>
        <extracomment>{1}: filename, {2}: strerror</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/folder.py"/>
        <source>{1} cannot be read ({2}).</source>
        <extracomment>{1}: job_file, {2}: error</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/anatomies.py"/>
        <source>{1} cannot be read as a label volume.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/evaluation/results.py"/>
        <source>{1} cannot be read: {2}.</source>
        <extracomment>{1}: path, {2}: strerror</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/folder.py"/>
        <source>{1} cannot be trusted: {2}.</source>
        <extracomment>{1}: job_file, {2}: error</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{1} contains voxels that are not finite numbers (NaN or infinity).</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{1} could not be written completely, as happens when the disk is full.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>{1} could not be written, as happens when the disk is full.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/estimate.py"/>
        <source>{1} days</source>
        <extracomment>{1}: seconds</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/label_file.py"/>
        <source>{1} describes no label set: {2}.</source>
        <extracomment>{1}: path, {2}: error</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{1} does not exist.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{1} does not fit into memory.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/pixels.py"/>
        <source>{1} does not say how its pixels become gray values.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/nifti.py"/>
        <source>{1} does not say how its voxels lie in the patient; its first voxel is taken for the rightmost, foremost and lowest.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/train.py"/>
        <source>{1} does not say on which volume of the scene it was made.</source>
        <extracomment>{1}: getname</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/frames.py"/>
        <source>{1} does not say where its slice lies in the patient.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/batch.py"/>
        <source>{1} done, {2} to check; the overview is {3} in {4}.</source>
        <extracomment>{1}: cases, {2}: flagged, {3}: page, {4}: out</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>{1} exists already, and is not from this job.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/files.py"/>
        <source>{1} exists already.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/train.py"/>
        <source>{1} has a network of another size.</source>
        <extracomment>{1}: initial</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{1} has a position or direction that is not a number.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{1} has a voxel spacing of zero.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{1} has a voxel spacing of {2} mm, outside {3} to {4} mm.</source>
        <extracomment>{1}: name, {2}: shown, {3}: low, {4}: high</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{1} has a voxel spacing or position of {2} mm, which no image has.</source>
        <extracomment>{1}: path, {2}: largest</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{1} has a voxel spacing or position that is not a number.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/nifti.py"/>
        <source>{1} has a voxel spacing or position that is zero or not a number.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/train_whole_heart.py"/>
        <source>{1} has another network.</source>
        <extracomment>{1}: initial</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{1} has axes that are far from perpendicular.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>{1} has axes that are not perpendicular (tilted gantry or shearing transform) or a position that is not a number.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{1} has axes that do not span a space.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/pictures.py"/>
        <source>{1} has fewer than {2} gray values, as a drawing or a label map has.</source>
        <extracomment>{1}: path, {2}: least_gray_values</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{1} has its voxels in several files.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{1} has its voxels in {2}, which is not there.</source>
        <extracomment>{1}: path, {2}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cases.py"/>
        <source>{1} has no labelled volumes.</source>
        <extracomment>{1}: folder</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cases.py"/>
        <source>{1} has no subject called {2}.</source>
        <extracomment>{1}: folder, {2}: missing</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/pictures.py"/>
        <source>{1} has text or a scale bar in it.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>{1} has version {2}, this machine {3}.</source>
        <extracomment>{1}: host, {2}: there, {3}: version</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/folder.py"/>
        <source>{1} holds a different job.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{1} holds more voxels than its header says.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/anatomies.py"/>
        <source>{1} holds no label volume (*.nii.gz).</source>
        <extracomment>{1}: folder</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/adapt_whole_heart.py"/>
        <source>{1} holds no tissue maps, from which a 3D model learns beside the target.</source>
        <extracomment>{1}: folder</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/train_whole_heart.py"/>
        <source>{1} holds no tissue maps, from which {2} learns.</source>
        <extracomment>{1}: data, {2}: architecture</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{1} holds voxels in an unknown way.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{1} holds voxels of an unknown type.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/pictures.py"/>
        <source>{1} holds {2} pages.</source>
        <extracomment>{1}: path, {2}: count</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>{1} is a DICOM file without an image (modality {2}).</source>
        <extracomment>{1}: path, {2}: modality</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>{1} is a DICOM object of the kind {2}, not an image.</source>
        <extracomment>{1}: path, {2}: removesuffix</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>{1} is a DICOM object of the modality {2}, not an image.</source>
        <extracomment>{1}: path, {2}: modality</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>{1} is a DICOMDIR, the table of contents of a disc, and holds no images itself.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>{1} is a color image ({2}).</source>
        <extracomment>{1}: path, {2}: color</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>{1} is a color image: its pixels are numbers of colors in a palette.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{1} is a colour or vector image.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>{1} is a colour or vector volume, or a time series.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>{1} is a label map, not an image.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>{1} is a scout (localizer), by its header.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/choosing.py"/>
        <source>{1} is a single slice.</source>
        <extracomment>{1}: title</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>{1} is a time series.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{1} is a two-dimensional picture.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{1} is a {2}-dimensional image.</source>
        <extracomment>{1}: path, {2}: dimension</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/lock.py"/>
        <source>{1} is at work in {2}.</source>
        <extracomment>{1}: owner, {2}: parent</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>{1} is cut off at {2} of the scan; its {3} ml are incomplete.</source>
        <extracomment>{1}: title, {2}: listed, {3}: volume_ml</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{1} is damaged or incomplete.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>{1} is damaged: it is not as it was written, and cannot be read.</source>
        <extracomment>{1}: segmentation</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/nifti.py"/>
        <source>{1} is incomplete: it holds {2} of {3} bytes of voxels.</source>
        <extracomment>{1}: path, {2}: found, {3}: stored</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{1} is incomplete: it is too short for the voxels that its header promises.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>{1} is missing.</source>
        <extracomment>{1}: title</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/label_file.py"/>
        <source>{1} is neither a label set that ships nor a file that describes one.</source>
        <extracomment>{1}: chosen</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>{1} is neither a segmentation nor a label map.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/causes.py"/>
        <source>{1} is no DICOM file, or its header is damaged.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/pictures.py"/>
        <source>{1} is no PNG or TIFF picture.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/evaluation/results.py"/>
        <source>{1} is no valid results.json: {2}: {3}.</source>
        <extracomment>{1}: path, {2}: where, {3}: problem</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stored_segmentation.py"/>
        <source>{1} is not a DICOM segmentation of parallel slices.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>{1} is not a DICOM series, which a DICOM segmentation has to refer to.</source>
        <extracomment>{1}: title</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/seg_nrrd.py"/>
        <source>{1} is not a segmentation in three dimensions.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/tissue_map.py"/>
        <source>{1} is not a tissue map.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>{1} is not a usable model: {2}.</source>
        <extracomment>{1}: path, {2}: reason</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/job_file.py"/>
        <source>{1} is not a valid job ({2}: {3}).</source>
        <extracomment>{1}: job_file, {2}: where, {3}: problem</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>{1} is not a volume.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{1} is not an image.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>{1} is not another machine.</source>
        <extracomment>{1}: text</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/library.py"/>
        <source>{1} is not in your library folder {2}.</source>
        <extracomment>{1}: found, {2}: folder</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/adapt_whole_heart.py"/>
        <source>{1} is of the architecture {2}, which the papers' adversaries do not fit.</source>
        <extracomment>{1}: model, {2}: architecture</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>{1} is of the structures {2}, and another one of {3}.</source>
        <extracomment>{1}: getname, {2}: names, {3}: names2</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/nifti.py"/>
        <source>{1} is the header of a NIfTI image in two files.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/library.py"/>
        <source>{1} is the model itself.</source>
        <extracomment>{1}: target</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/choosing.py"/>
        <source>{1} is the only series of its study.</source>
        <extracomment>{1}: title</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/pictures.py"/>
        <source>{1} is too large for a picture of one slice.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/anatomies.py"/>
        <source>{1} lacks {2}.</source>
        <extracomment>{1}: path, {2}: missing</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>{1} left out: earlier results.</source>
        <extracomment>{1}: listed</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>{1} left out: folders of label maps, by their names.</source>
        <extracomment>{1}: listed</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>{1} left out: label files, by their names.</source>
        <extracomment>{1}: listed</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>{1} left out: pictures that are coloured or show few gray values.</source>
        <extracomment>{1}: listed</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>{1} lies in several pieces; the second has {2} of the size of the first.</source>
        <extracomment>{1}: title, {2}: second_pieces</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/evaluation/metrics.py"/>
        <source>{1} lies on another grid {2} than its reference {3}.</source>
        <extracomment>{1}: name, {2}: grid, {3}: grid2</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>{1} lies under a transform that is not linear.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cases.py"/>
        <source>{1} marks none of the structures {2}.</source>
        <extracomment>{1}: label, {2}: names</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>{1} marks nothing inside {2}.</source>
        <extracomment>{1}: getname, {2}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>{1} may be wrong: expected Dice {2}.</source>
        <extracomment>{1}: title, {2}: expected</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/pictures.py"/>
        <source>{1} may have a letter or a mark drawn into it; look whether the result suffers from it.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>{1} measures {2} ml; the training subjects had {3} to {4} ml.</source>
        <extracomment>{1}: title, {2}: volume_ml, {3}: low, {4}: high</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/pictures.py"/>
        <source>{1} measures {2} pixels, outside {3} to {4}.</source>
        <extracomment>{1}: path, {2}: shown, {3}: low, {4}: high</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{1} measures {2} voxels, which does not fit into memory.</source>
        <extracomment>{1}: path, {2}: shown</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/estimate.py"/>
        <source>{1} min</source>
        <extracomment>{1}: seconds</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{1} names no format that can be written.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{1} names voxels outside its own folder: {2}.</source>
        <extracomment>{1}: path, {2}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>{1} of {2} inputs failed.</source>
        <extracomment>{1}: failures, {2}: count</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>{1} on {2} does not do the work.</source>
        <extracomment>{1}: python, {2}: host</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/team.py"/>
        <source>{1} processes cannot share the GPU of an Apple computer.</source>
        <extracomment>{1}: size</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/doctor.py"/>
        <source>{1} processors, {2} threads</source>
        <extracomment>{1}: cpu_count, {2}: get_num_threads</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/train.py"/>
        <source>{1} segments {2}, and the data are labelled with {3}.</source>
        <extracomment>{1}: initial, {2}: names, {3}: names2</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/adapt.py"/>
        <source>{1} segments {2}, not {3}.</source>
        <extracomment>{1}: model, {2}: upper, {3}: upper2</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{1} skips a part of its data file.</source>
        <extracomment>{1}: path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/extras.py"/>
        <source>{1} the Python package {2}, which is not installed.</source>
        <extracomment>{1}: what, {2}: package</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>{1} was made when its input {2} had another content.</source>
        <extracomment>{1}: segmentation, {2}: title</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>{1} was made with another model or other options.</source>
        <extracomment>{1}: segmentation</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>{1} was not loaded from Slicer's DICOM database.</source>
        <extracomment>{1}: name</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/write.py"/>
        <source>{1} was not made with these settings.</source>
        <extracomment>{1}: image_path</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/isolated.py"/>
        <source>{1} {2}; it is damaged, or made to do so.</source>
        <extracomment>{1}: name, {2}: how</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/doctor.py"/>
        <source>{1}, computes in {2}</source>
        <extracomment>{1}: text, {2}: removeprefix</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/work.py"/>
        <source>{1}, which tells the inputs of the job apart, is damaged ({2}).</source>
        <extracomment>{1}: file, {2}: error</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/series.py"/>
        <source>{1}: images of another size, orientation or kind than the {2} others: {3}.</source>
        <extracomment>{1}: description, {2}: largest, {3}: names</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/series.py"/>
        <source>{1}: images that do not say where their slice lies in the patient: {2}.</source>
        <extracomment>{1}: description, {2}: names</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{1}: its axes are {2} degrees away from perpendicular, as with a tilted gantry; it is resampled to a straight grid, and the result put back onto its own.</source>
        <extracomment>{1}: name, {2}: degrees</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{1}: its axes are {2} degrees away from perpendicular; the nearest perpendicular ones are used.</source>
        <extracomment>{1}: name, {2}: degrees</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/nifti.py"/>
        <source>{1}: its qform and sform place it up to {2} mm apart; the sform counts, and a NIfTI result carries both.</source>
        <extracomment>{1}: path, {2}: apart_mm</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/reading.py"/>
        <source>{1}: {2} % of the voxels are padding outside the field of view; they count as {3}.</source>
        <extracomment>{1}: name, {2}: mean, {3}: value</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{1}: {2}, lie outside the scanned field and are left out of all statistics.</source>
        <extracomment>{1}: name, {2}: left_out</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/verbs.py"/>
        <source>{1}{2} was written, and cannot be read any more.</source>
        <extracomment>{1}: gone, {2}: others</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CrossModalitySegPlugins.CrossModalitySegSubjectHierarchyPlugin</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/CrossModalitySegPlugins/CrossModalitySegSubjectHierarchyPlugin.py"/>
        <source>Segment heart</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CrossModalitySegPlugins.SegmentHeartEffect</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/CrossModalitySegPlugins/SegmentHeartEffect.py"/>
        <source>Finds and segments the heart in the source volume. Segments of its structures are replaced, others stay; Undo brings back what was there. Model and progress are those of the module CrossModalitySeg.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/CrossModalitySegPlugins/SegmentHeartEffect.py"/>
        <source>Run the model on the source volume; the segmentation is changed when it is done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/CrossModalitySegPlugins/SegmentHeartEffect.py"/>
        <source>Segment heart</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.adapt_section</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/adapt_section.py"/>
        <source>Adapt the source model to these volumes, without labels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/adapt_section.py"/>
        <source>Choose the folder of {modality} volumes from which the source model was trained.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/adapt_section.py"/>
        <source>Choose {modality} volumes; four or more make a better model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/adapt_section.py"/>
        <source>Measure a few steps on this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/adapt_section.py"/>
        <source>There is no {modality} model yet: train one below, or import one in the model library.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.batch_section</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/batch_section.py"/>
        <source>A case is being loaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/batch_section.py"/>
        <source>Choose a case in the table.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/batch_section.py"/>
        <source>Choose a folder for the results.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/batch_section.py"/>
        <source>Choose volumes to segment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/batch_section.py"/>
        <source>It is written when all cases are done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/batch_section.py"/>
        <source>Load the volume of this case and its segmentation into the scene.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/batch_section.py"/>
        <source>Nothing was segmented in this case.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/batch_section.py"/>
        <source>Open the folder of the results.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/batch_section.py"/>
        <source>Open the page of all results in the folder; overview.csv is the table.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/batch_section.py"/>
        <source>Segment these volumes one after the other; what is done already is left out.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.case_table</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/case_table.py"/>
        <source>Case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/case_table.py"/>
        <source>Dice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/case_table.py"/>
        <source>Flag</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/case_table.py"/>
        <source>check</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/case_table.py"/>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/case_table.py"/>
        <source>ok</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.connections</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/connections.py"/>
        <source>CrossModalitySeg could not do this.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.dialogs</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/dialogs.py"/>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/dialogs.py"/>
        <source>Install</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/dialogs.py"/>
        <source>Install from a folder of wheels...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/dialogs.py"/>
        <source>The worker needs packages that Slicer's Python lacks. Install them now?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.learning_section</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/learning_section.py"/>
        <source>Choose the size tiny under Advanced, close other programs, or use a larger machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/learning_section.py"/>
        <source>Give the new model a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/learning_section.py"/>
        <source>The memory of this machine does not suffice for this size. {estimate}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/learning_section.py"/>
        <source>There is a model called {name} already. Choose another name.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.library_section</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/library_section.py"/>
        <source>Check a .cms file and copy it into the library.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/library_section.py"/>
        <source>Choose a model in the list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/library_section.py"/>
        <source>Copy the model into a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/library_section.py"/>
        <source>Delete the model from the library.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/library_section.py"/>
        <source>Delete the model {name}? This cannot be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/library_section.py"/>
        <source>Export model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/library_section.py"/>
        <source>Import model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/library_section.py"/>
        <source>The model was exported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/library_section.py"/>
        <source>The model was imported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/library_section.py"/>
        <source>The model was removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/library_section.py"/>
        <source>This model ships with the extension and cannot be removed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.log_section</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/log_section.py"/>
        <source>Copy the log to the clipboard.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/log_section.py"/>
        <source>Nothing was said yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/log_section.py"/>
        <source>Save log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/log_section.py"/>
        <source>Write the log into a file, the worker's own log with it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.panel</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/panel.py"/>
        <source>Another job is running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/panel.py"/>
        <source>Looking for models ...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/panel.py"/>
        <source>There is no model yet: train or adapt one below, or import one in the model library.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.parameters</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/parameters.py"/>
        <source>A folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/parameters.py"/>
        <source>CT to MR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/parameters.py"/>
        <source>MR to CT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/parameters.py"/>
        <source>Patients of the DICOM database</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/parameters.py"/>
        <source>Segmentations of the scene</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/parameters.py"/>
        <source>Volumes of the scene</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.progress_section</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/progress_section.py"/>
        <source>It is being stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/progress_section.py"/>
        <source>Ready.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/progress_section.py"/>
        <source>Stop; nothing is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/progress_section.py"/>
        <source>Stop; the best so far is kept, and the job can be resumed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/progress_section.py"/>
        <source>about {count} h left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/progress_section.py"/>
        <source>about {count} min left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/progress_section.py"/>
        <source>about {count} s left</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.resume_section</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/resume_section.py"/>
        <source>Delete the unfinished job? What it has reached is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/resume_section.py"/>
        <source>Go on where the job was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/resume_section.py"/>
        <source>Unfinished: {title}, {percent} % done, last at work {when}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.section</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/section.py"/>
        <source>CT and MR</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/section.py"/>
        <source>not adapted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/section.py"/>
        <source>ships with the extension</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/section.py"/>
        <source>stopped early</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.segment_section</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>Another job is running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>Choose a volume first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>Correct the segmentation by hand.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>Expected Dice</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>Find and segment the heart; the result appears over the slices and in 3D.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>Folder for the STL files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>Save segmentation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>Structure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>Volume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>Write the segmentation into a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>Wrote {files} into {folder}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>missing</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.settings_section</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/settings_section.py"/>
        <source>Another job is running.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/settings_section.py"/>
        <source>Folder of wheels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/settings_section.py"/>
        <source>Install what the worker needs into Slicer's Python, from the network or from a folder of wheels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/settings_section.py"/>
        <source>It is not used; the one before stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/settings_section.py"/>
        <source>Look at what this Python has, and use it from now on if it can do the work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/settings_section.py"/>
        <source>Looking at it already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/settings_section.py"/>
        <source>The variable {name} decides which Python works.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/settings_section.py"/>
        <source>This is not Slicer's own Python: install the packages there, with the program that made it.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.speech</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/speech.py"/>
        <source>, </source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.train_section</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/train_section.py"/>
        <source>Choose labelled volumes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/train_section.py"/>
        <source>Measure a few steps on this machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/train_section.py"/>
        <source>Train a segmenter on these labelled volumes.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
