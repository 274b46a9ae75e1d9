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
        <source>"{name}" cannot be the name of a model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/verbs.py"/>
        <source>(and {gone} more)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/label_file.py"/>
        <source>--labels {text} cannot be understood at {strip}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/label_file.py"/>
        <source>--labels {text} gives the number {number} twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>A Python package cannot be loaded: {text}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cohort.py"/>
        <source>A cohort of no subject was asked for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>A name is longer than this file system allows: {filename}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/estimate.py"/>
        <source>About {duration} {where}, with {memory_gb} of {available_gb} GB of memory.</source>
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
        <source>Adapt {upper} model to {upper2}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/plots.py"/>
        <source>Adaptation loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/__init__.py"/>
        <source>Add files named {modality}_train_1001_image.nii.gz and so on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/anatomies.py"/>
        <source>Add label volumes to the folder of --anatomies.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>All segments of {getname} are empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>All voxels of {name} have the same value.</source>
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
        <source>Choose a Python under Settings in the panel, or set {python_variable} to the python program of an environment with CrossModalitySeg's libraries.</source>
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
        <source>Choose among {filter}.</source>
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
        <source>Choose another method ({own}) or another size ({fitting}).</source>
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
        <source>Choose one of: {names}.</source>
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
        <source>Copies of images that are there already: {names}.</source>
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
        <source>DICOM files of {name} are not in Slicer's database any more.</source>
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
        <source>Give the path of a .cms file or a name of the library ({known}).</source>
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
        <source>In {name} the label taken for {name2} ({value}) does not lie around that taken for {name3} ({value2}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>In {name} the labels taken for {name2} do not lie where these do.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/extras.py"/>
        <source>Install it with: pip install "CrossModalitySegLib[{extra_of}]"{instead}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/doctor.py"/>
        <source>Install it: pip install {name}.</source>
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
        <source>Install this package there (version {version}), and name its Python: HOST:PYTHON.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/choices.py"/>
        <source>Instead of a preset there are a size and a method.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cases.py"/>
        <source>It holds {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>It is not known on which volume {name} was made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>It looks as if {outer} was {outer_name} and {inner} {inner_name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>It looks as if {wrong}, or as if the file's directions were wrong.</source>
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
        <source>Its pixel size is not known; {pixel_mm} mm fits best (estimated).</source>
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
        <source>Let its name end in {endings}.</source>
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
        <source>Make the job anew; whoever changed it on purpose removes its entry "{seal}".</source>
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
        <source>Name the segments {names}, and remove the others.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>Name the segments {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/estimate.py"/>
        <source>Name the source model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/label_file.py"/>
        <source>Name {shipped} or a JSON file.</source>
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
        <source>No heart was found in {title}, so nothing was written for it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>No image was found in {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>No label map of {name} holds {missing}; the labels there are taken for {held}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>No permission: {text}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>No segment of {name} is one of the structures {names}.</source>
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
        <source>No {subject} was found in this volume (confidence {heart_confidence}); the middle of the volume was segmented.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/batch.py"/>
        <source>Nothing was segmented in {title}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Nothing was written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>Of the files there none is of a kind that is read: {parts}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>Only {share} of what surrounds {inner} is {around}; {enclosed} is the least expected.</source>
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
        <source>PyTorch cannot be used: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/doctor.py"/>
        <source>PyTorch computes wrong results.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/equipment.py"/>
        <source>Python {get}, PyTorch {get2}: {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/installation.py"/>
        <source>Read the Python console, check the connection, or install from a folder of wheels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/outcome.py"/>
        <source>Read {log_file}, and start the job again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/outcome.py"/>
        <source>Read {log_file}, and start the same job again: it goes on where it was.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/learn.py"/>
        <source>Read {log_file}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/dicom_seg.py"/>
        <source>Reading the series</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cases.py"/>
        <source>Reading {name}</source>
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
        <source>Round {number}:</source>
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
        <source>Saved {name}.</source>
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
        <source>Say which number is which structure with --labels, for instance --labels {name}=2,{name2}=3,...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stored_segmentation.py"/>
        <source>Say with --labels which structures it holds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>See to it that `ssh {host}` works without a question, and start the same job again: it goes on.</source>
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
        <source>Sending {missing} files, {total} MB, to {host}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/loading.py"/>
        <source>Slicer cannot read {first}.</source>
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
        <source>Slices are missing over {max} mm; what lies beyond is left out: {listed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stack.py"/>
        <source>Slices are shifted by {lateral} mm over {height} mm, as by a gantry tilted by {tilt} degrees; they were straightened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stack.py"/>
        <source>Slices are {min} to {max} mm apart; {int} of {places} slices of an even spacing of {gap} mm are interpolated.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stack.py"/>
        <source>Slices lie up to {jitter} mm beside an even spacing of {gap} mm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stack.py"/>
        <source>Slices that lie beside the others are left out: {listed}.</source>
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
        <source>Stopped; the best so far is kept as {stem}.</source>
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
        <source>The DICOM database holds no {modalities} series.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/exporting.py"/>
        <source>The DICOM file {file} has gone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/segmentation.py"/>
        <source>The DICOM series {name_of} lacks what a DICOM segmentation needs, or its SOPClassUID is none that is known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/onnx_network.py"/>
        <source>The ONNX file cannot be used: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>The Python package {name} is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/process.py"/>
        <source>The Python that is to do the work cannot be started: {errorstring}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/interpreter.py"/>
        <source>The Python {named}, {origin} cannot be started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/adapt.py"/>
        <source>The adversarial part needs the layers of {papers_architecture}, and {model} is of the architecture {architecture}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/estimate.py"/>
        <source>The adversaries of these settings do not fit the architecture {architecture}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/checkpoint.py"/>
        <source>The checkpoint {path} belongs to a job with other settings ({other}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/checkpoint.py"/>
        <source>The checkpoint {path} is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/checkpoint.py"/>
        <source>The checkpoint {path} is {exists}; going on from the one before it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/precision.py"/>
        <source>The device "{name}" is not there: this PyTorch sees {seen}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>The disk is full: {text}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>The disk or the network folder fails: {text}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/model_choice.py"/>
        <source>The expected Dice is extrapolated: {name} was adapted to {upper} after it had been calibrated on {upper2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/installation.py"/>
        <source>The extension PyTorch, which installs torch, is not there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/adapt.py"/>
        <source>The folder of {upper} volumes does not exist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/train.py"/>
        <source>The folder {data} does not exist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/__init__.py"/>
        <source>The folder {folder} does not exist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/series.py"/>
        <source>The folder {folder} holds no DICOM images.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/__init__.py"/>
        <source>The folder {folder} holds no volumes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/__init__.py"/>
        <source>The folder {folder} holds no {upper} volumes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>The folder {path} cannot be written: {strerror}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/free_folder.py"/>
        <source>The folder {place} mixes {stacks} DICOM series.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/exporting.py"/>
        <source>The folder {volumes} does not exist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/seg_nrrd.py"/>
        <source>The header of the segmentation {path} is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/preprocessing.py"/>
        <source>The heart region lies outside the image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/predictors.py"/>
        <source>The image is a single slice, and the model {name} needs a volume.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/work.py"/>
        <source>The inputs were changed while they were in use: {changed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/work.py"/>
        <source>The job in {work} was begun with other inputs: {changed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>The label map {labels_path} lies on another grid than its image {image_path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/free_folder.py"/>
        <source>The label map {labels} has no image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>The label map {name} holds no voxels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/segmentations.py"/>
        <source>The label map {name} holds the unknown value {max}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>The label map {name} holds unknown values: {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/nrrd.py"/>
        <source>The label map {path} cannot be read ({name}: {error}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/segmentations.py"/>
        <source>The label map {path} does not lie on the grid of the volume {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>The label map {path} holds unknown values: {values}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/predictor.py"/>
        <source>The memory of the GPU does not hold as many slices at once; batches of {batch} are tried.</source>
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
        <source>The method {method} does not go with the size {size}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/equipment.py"/>
        <source>The model library did not answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/library.py"/>
        <source>The model that ships is missing from {shipped}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/training.py"/>
        <source>The model {name} was taken over as ONNX, and such a network cannot learn.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/learn.py"/>
        <source>The model {stem} is in the library.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/files.py"/>
        <source>The name {name}... has {encode} bytes; this file system allows {longest}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/files.py"/>
        <source>The name {shown} is not valid UTF-8, so no record can name what is written there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>The name {stem}... has {stem2} characters; that of a model may have {longest_name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/onnx_network.py"/>
        <source>The network gives {shape} values where {class_count} are expected.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>The others are done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/installation.py"/>
        <source>The packages could not be installed: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/pixels.py"/>
        <source>The pixels of {path} are damaged or incomplete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/pixels.py"/>
        <source>The pixels of {path} are damaged, or compressed in a way that cannot be read here ({name}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/choices.py"/>
        <source>The preset {name} is now the size {size} with the method {method}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>The result would take the place of the input {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/series.py"/>
        <source>The same goes for {listed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/segment.py"/>
        <source>The scene was closed meanwhile; the segmentation is in {labels}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/segmentations.py"/>
        <source>The segmentation is not in the scene any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>The segmentation {name} is not in the scene any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/seg_nrrd.py"/>
        <source>The segmentation {path} holds the segment "{name}", which is none of the structures {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stored_segmentation.py"/>
        <source>The segmentation {path} holds the segment "{segment_label}", which is none of the structures {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stack.py"/>
        <source>The slices of the DICOM series {name} are not evenly spaced ({min} to {max} mm); some may be missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/stages.py"/>
        <source>The training diverged at step {step}: its loss is not a finite number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/torso_training.py"/>
        <source>The training of the localizer goes on from its checkpoint.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/task.py"/>
        <source>The unfinished job in {path} cannot be resumed: its owner's file is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>The volume {name} holds no voxels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>The volume {name} is not in the scene any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/export.py"/>
        <source>The volume {name} was changed while it was exported.</source>
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
        <source>The worker on {host} ended with code {code} before its work was done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/outcome.py"/>
        <source>The worker says it is done, but {unreadable} cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/outcome.py"/>
        <source>The worker {how} before its work was done.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>The {subject} goes on beyond {listed} of the scan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/names.py"/>
        <source>There is a model called {stem} already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>There is no connection to {host}, or it was lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/precision.py"/>
        <source>There is no kind of device called "{name}".</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>There is no model at {path}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySeg.py"/>
        <source>There is no model called "{model}" in the library.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySeg.py"/>
        <source>There is no model file {model}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/library.py"/>
        <source>There is no model {name}, neither as a file nor in the library.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>There is no ssh on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/choices.py"/>
        <source>There is no {kind} {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>These look like the numbers of {collection}: {number}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/equipment.py"/>
        <source>This Python cannot run the worker.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/equipment.py"/>
        <source>This Python lacks {missing}.</source>
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
        <source>Together about {sum} MB and what these need themselves.</source>
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
        <source>Train {upper} model</source>
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
        <source>Unexpected problem: {name}: {text}.</source>
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
        <source>Use one of the endings .seg.nrrd, {writable_suffixes}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>Use the ending .seg.nrrd or .nii.gz, or name a folder for STL.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/train.py"/>
        <source>Use the size with which it was trained, {size}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>Use {values_text}.</source>
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
        <source>Warning: {sentence} If the numbers mean something else, say so with --labels.</source>
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
        <source>Write NAME=NUMBER,...; the names are {names}, background.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/evaluation/results.py"/>
        <source>Write it again with evaluate or benchmark.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>and {listed} more</source>
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
        <source>ended with code {exit_code}</source>
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
        <source>only {gpus} usable GPU{gpus2}</source>
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
        <source>the {side}</source>
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
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/batch.py"/>
        <source>{cases} done, {flagged} to check; the overview is {page} in {out}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/label_file.py"/>
        <source>{chosen} is neither a label set that ships nor a file that describes one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/sample.py"/>
        <source>{count} MR and {count} CT patients are in {place}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/doctor.py"/>
        <source>{cpu_count} processors, {get_num_threads} threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/train_whole_heart.py"/>
        <source>{data} holds no tissue maps, from which {architecture} learns.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/series.py"/>
        <source>{description}: images of another size, orientation or kind than the {largest} others: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/series.py"/>
        <source>{description}: images that do not say where their slice lies in the patient: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>{failures} of {count} inputs failed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>{filename} cannot be opened: {strerror}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/anatomies.py"/>
        <source>{files} anatomies cannot serve {filled} groups of subjects that must not share one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/mmwhs.py"/>
        <source>{files} and {path} are the same {match} twice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/work.py"/>
        <source>{file}, which tells the inputs of the job apart, is damaged ({error}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cases.py"/>
        <source>{folder} has no labelled volumes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cases.py"/>
        <source>{folder} has no subject called {missing}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/anatomies.py"/>
        <source>{folder} holds no label volume (*.nii.gz).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/adapt_whole_heart.py"/>
        <source>{folder} holds no tissue maps, from which a 3D model learns beside the target.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/library.py"/>
        <source>{found} is not in your library folder {folder}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/segmentations.py"/>
        <source>{getname} and {getname2} lie under different transforms.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/train.py"/>
        <source>{getname} does not say on which volume of the scene it was made.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>{getname} is of the structures {names}, and another one of {names2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>{getname} marks nothing inside {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/verbs.py"/>
        <source>{gone}{others} was written, and cannot be read any more.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>{host} has version {there}, this machine {version}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/write.py"/>
        <source>{image_path} was not made with these settings.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/train.py"/>
        <source>{initial} has a network of another size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/train_whole_heart.py"/>
        <source>{initial} has another network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/train.py"/>
        <source>{initial} segments {names}, and the data are labelled with {names2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/folder.py"/>
        <source>{job_file} cannot be read ({error}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/folder.py"/>
        <source>{job_file} cannot be trusted: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/job_file.py"/>
        <source>{job_file} is not a valid job ({where}: {problem}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cases.py"/>
        <source>{label} marks none of the structures {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>{listed} left out: earlier results.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>{listed} left out: folders of label maps, by their names.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>{listed} left out: label files, by their names.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>{listed} left out: pictures that are coloured or show few gray values.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/adapt_whole_heart.py"/>
        <source>{model} is of the architecture {architecture}, which the papers' adversaries do not fit.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/adapt.py"/>
        <source>{model} segments {upper}, not {upper2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{name} contains voxels that are not finite numbers (NaN or infinity).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{name} has a position or direction that is not a number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{name} has a voxel spacing of {shown} mm, outside {low} to {high} mm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{name} has axes that are far from perpendicular.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>{name} has axes that are not perpendicular (tilted gantry or shearing transform) or a position that is not a number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>{name} is a colour or vector volume, or a time series.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>{name} is a label map, not an image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>{name} is a single slice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>{name} is a time series.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>{name} is neither a segmentation nor a label map.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>{name} is not a volume.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/evaluation/metrics.py"/>
        <source>{name} lies on another grid {grid} than its reference {grid2}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>{name} lies under a transform that is not linear.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>{name} was not loaded from Slicer's DICOM database.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/isolated.py"/>
        <source>{name} {how}; it is damaged, or made to do so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{name}: its axes are {degrees} degrees away from perpendicular, as with a tilted gantry; it is resampled to a straight grid, and the result put back onto its own.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{name}: its axes are {degrees} degrees away from perpendicular; the nearest perpendicular ones are used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{name}: {left_out}, lie outside the scanned field and are left out of all statistics.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/reading.py"/>
        <source>{name}: {mean} % of the voxels are padding outside the field of view; they count as {value}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>{out} exists already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/lock.py"/>
        <source>{owner} is at work in {parent}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/anatomies.py"/>
        <source>{path} cannot be read as a label volume.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/evaluation/results.py"/>
        <source>{path} cannot be read: {strerror}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{path} could not be written completely, as happens when the disk is full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>{path} could not be written, as happens when the disk is full.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/label_file.py"/>
        <source>{path} describes no label set: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{path} does not exist.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{path} does not fit into memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/pixels.py"/>
        <source>{path} does not say how its pixels become gray values.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/nifti.py"/>
        <source>{path} does not say how its voxels lie in the patient; its first voxel is taken for the rightmost, foremost and lowest.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/frames.py"/>
        <source>{path} does not say where its slice lies in the patient.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>{path} exists already, and is not from this job.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/files.py"/>
        <source>{path} exists already.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{path} has a voxel spacing of zero.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{path} has a voxel spacing or position of {largest} mm, which no image has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{path} has a voxel spacing or position that is not a number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/nifti.py"/>
        <source>{path} has a voxel spacing or position that is zero or not a number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{path} has axes that do not span a space.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/pictures.py"/>
        <source>{path} has fewer than {least_gray_values} gray values, as a drawing or a label map has.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{path} has its voxels in several files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{path} has its voxels in {name}, which is not there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/pictures.py"/>
        <source>{path} has text or a scale bar in it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/folder.py"/>
        <source>{path} holds a different job.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{path} holds more voxels than its header says.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{path} holds voxels in an unknown way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{path} holds voxels of an unknown type.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/pictures.py"/>
        <source>{path} holds {count} pages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>{path} is a DICOM file without an image (modality {modality}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>{path} is a DICOM object of the kind {removesuffix}, not an image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>{path} is a DICOM object of the modality {modality}, not an image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>{path} is a DICOMDIR, the table of contents of a disc, and holds no images itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>{path} is a color image ({color}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>{path} is a color image: its pixels are numbers of colors in a palette.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{path} is a colour or vector image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>{path} is a scout (localizer), by its header.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{path} is a two-dimensional picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{path} is a {dimension}-dimensional image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{path} is damaged or incomplete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/nifti.py"/>
        <source>{path} is incomplete: it holds {found} of {stored} bytes of voxels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{path} is incomplete: it is too short for the voxels that its header promises.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/causes.py"/>
        <source>{path} is no DICOM file, or its header is damaged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/pictures.py"/>
        <source>{path} is no PNG or TIFF picture.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/evaluation/results.py"/>
        <source>{path} is no valid results.json: {where}: {problem}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stored_segmentation.py"/>
        <source>{path} is not a DICOM segmentation of parallel slices.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/seg_nrrd.py"/>
        <source>{path} is not a segmentation in three dimensions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/tissue_map.py"/>
        <source>{path} is not a tissue map.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>{path} is not a usable model: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{path} is not an image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/nifti.py"/>
        <source>{path} is the header of a NIfTI image in two files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/pictures.py"/>
        <source>{path} is too large for a picture of one slice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/anatomies.py"/>
        <source>{path} lacks {missing}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/pictures.py"/>
        <source>{path} may have a letter or a mark drawn into it; look whether the result suffers from it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/pictures.py"/>
        <source>{path} measures {shown} pixels, outside {low} to {high}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{path} measures {shown} voxels, which does not fit into memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{path} names no format that can be written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{path} names voxels outside its own folder: {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{path} skips a part of its data file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/nifti.py"/>
        <source>{path}: its qform and sform place it up to {apart_mm} mm apart; the sform counts, and a NIfTI result carries both.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>{python} on {host} does not do the work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>{reason} --all-series segments all {others} of the study.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/following.py"/>
        <source>{record} cannot be read: {error}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/free_folder.py"/>
        <source>{result} and {path} would both be the subject {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/estimate.py"/>
        <source>{seconds} days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/estimate.py"/>
        <source>{seconds} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>{segmentation} is damaged: it is not as it was written, and cannot be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>{segmentation} was made when its input {title} had another content.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>{segmentation} was made with another model or other options.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/team.py"/>
        <source>{size} processes cannot share the GPU of an Apple computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/installation.py"/>
        <source>{specifier}  ({size_mb} MB), ten times that with GPU support; the extension PyTorch installs it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/library.py"/>
        <source>{target} is the model itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>{text} is not another machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/doctor.py"/>
        <source>{text}, computes in {removeprefix}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/choosing.py"/>
        <source>{title} ({portrait}) was chosen of {ones} series of its study because {deciding}; left aside: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/choosing.py"/>
        <source>{title} is a single slice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>{title} is cut off at {listed} of the scan; its {volume_ml} ml are incomplete.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>{title} is missing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>{title} is not a DICOM series, which a DICOM segmentation has to refer to.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/choosing.py"/>
        <source>{title} is the only series of its study.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>{title} lies in several pieces; the second has {second_pieces} of the size of the first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>{title} may be wrong: expected Dice {expected}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>{title} measures {volume_ml} ml; the training subjects had {low} to {high} ml.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/extras.py"/>
        <source>{what} the Python package {package}, which is not installed.</source>
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
