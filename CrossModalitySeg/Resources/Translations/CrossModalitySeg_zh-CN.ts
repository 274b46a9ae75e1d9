<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en_US">
<context>
    <name>CrossModalitySeg</name>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>A model of the library. Models that were trained or adapted below appear here.</source>
        <translation>模型库中的模型。在下方训练或适配得到的模型会出现在这里。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Adapt</source>
        <translation>适配</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Adapt to another modality</source>
        <translation>适配到另一种模态</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Adaptation depth:</source>
        <translation>适配深度：</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Another machine that does the work, by ssh: HOST, or HOST:PYTHON for a Python there that has this package. Volumes are sent there and deleted afterwards. Empty: this machine.</source>
        <translation>通过 ssh 完成计算的另一台机器：HOST，或 HOST:PYTHON（指定该机器上装有本软件包的 Python）。体数据会发送到该机器，用后删除。留空：本机。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>CT and MR series in Slicer's DICOM database. Tick those to segment.</source>
        <translation>Slicer 的 DICOM 数据库中的 CT 和 MR 序列。请勾选要分割的序列。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Cases</source>
        <translation>病例</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Check a .cms file and copy it into the library.</source>
        <translation>检查一个 .cms 文件并将其复制到模型库。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Copy the log to the clipboard.</source>
        <translation>将日志复制到剪贴板。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Correct the segmentation by hand.</source>
        <translation>手动修正分割结果。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySeg.py"/>
        <source>CrossModalitySeg</source>
        <translation>CrossModalitySeg</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Delete the unfinished job.</source>
        <translation>删除未完成的作业。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Device:</source>
        <translation>设备：</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Direction:</source>
        <translation>方向：</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Edit in Segment Editor</source>
        <translation>在分割编辑器中编辑</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Estimate time and memory</source>
        <translation>估计时间和内存</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Export...</source>
        <translation>导出...</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Folder for the segmentations, an overview page and a table. What is done there already is left out.</source>
        <translation>存放分割结果、总览页和表格的文件夹。其中已完成的内容会被跳过。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Folder of the volumes from which the source model was trained. Labels are not needed; the method self-training can do without the folder, and learns from labels that lie there.</source>
        <translation>训练源模型所用体数据的文件夹。不需要标签；self-training 方法可以不用该文件夹，并会学习其中已有的标签。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Folder of volumes (NIfTI, NRRD, MetaImage), or of one DICOM series a folder. Labels among them are never opened.</source>
        <translation>体数据（NIfTI、NRRD、MetaImage）所在的文件夹，或每个文件夹一个 DICOM 序列。其中的标签绝不会被打开。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Folder of volumes and DICOM series, searched at any depth. Label maps in it are left out.</source>
        <translation>体数据和 DICOM 序列所在的文件夹，逐层搜索所有子文件夹。其中的标签图会被跳过。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Folder with images/ and labels/, or NAME.nii.gz beside NAME_label.nii.gz, or in MM-WHS names.</source>
        <translation>包含 images/ 和 labels/ 的文件夹，或 NAME.nii.gz 与 NAME_label.nii.gz 并列存放，或采用 MM-WHS 的命名。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Folder:</source>
        <translation>文件夹：</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>From the modality that has labels to the one that has none.</source>
        <translation>从有标签的模态到没有标签的模态。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Go on where the job was.</source>
        <translation>从作业中断处继续。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySeg.py"/>
        <source>Implements Dou, Ouyang, Chen, Chen, Heng: Unsupervised Cross-Modality Domain Adaptation of ConvNets for Biomedical Image Segmentations with Adversarial Loss, IJCAI 2018 (arXiv 1804.10916), and PnP-AdaNet (arXiv 1812.07907).</source>
        <translation>实现了 Dou, Ouyang, Chen, Chen, Heng: Unsupervised Cross-Modality Domain Adaptation of ConvNets for Biomedical Image Segmentations with Adversarial Loss, IJCAI 2018 (arXiv 1804.10916) 以及 PnP-AdaNet (arXiv 1812.07907) 中的方法。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Import...</source>
        <translation>导入...</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Install or repair...</source>
        <translation>安装或修复...</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Install what the worker needs into Slicer's Python, from the network or from a folder of wheels.</source>
        <translation>将工作进程所需的软件包安装到 Slicer 自带的 Python 中，来源为网络或 wheel 文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Labeled volumes from:</source>
        <translation>带标签体数据来自：</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Load case</source>
        <translation>加载病例</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Look at what this Python has: packages, PyTorch, devices.</source>
        <translation>查看此 Python 具备什么：软件包、PyTorch、设备。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Method:</source>
        <translation>方法：</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Modality:</source>
        <translation>模态：</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Model library</source>
        <translation>模型库</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Model:</source>
        <translation>模型：</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Name of the model that is made.</source>
        <translation>新生成模型的名称。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>New model:</source>
        <translation>新模型：</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Opens a layout with a plot view; its own menu lists every chart of the job.</source>
        <translation>打开带有曲线视图的布局；视图自带的菜单列出该作业的所有图表。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Other machine:</source>
        <translation>其他机器：</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Overview</source>
        <translation>总览</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Patients:</source>
        <translation>患者：</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Python:</source>
        <translation>Python：</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Results:</source>
        <translation>结果：</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Save...</source>
        <translation>保存...</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Segment all</source>
        <translation>全部分割</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Segment heart</source>
        <translation>分割心脏</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Segment many hearts</source>
        <translation>批量分割心脏</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Segmentations:</source>
        <translation>分割：</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySeg.py"/>
        <source>Segments the heart in CT and MR with one click, and adapts a heart segmenter from one modality to your volumes of the other without one label there. Data stay on this computer, unless you name another machine in the settings. For research use only: not a medical device.</source>
        <translation>一键分割 CT 和 MR 中的心脏，并将在一种模态上训练的心脏分割模型适配到您的另一种模态的体数据，而无需后者的任何标签。除非您在设置中指定另一台机器，否则数据不会离开本机。仅供研究使用：不是医疗器械。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Series of the target modality in Slicer's DICOM database. Tick those to adapt to.</source>
        <translation>Slicer 的 DICOM 数据库中目标模态的序列。请勾选要适配的序列。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Show curves in a plot view</source>
        <translation>在曲线视图中显示曲线</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Show files</source>
        <translation>显示文件</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Show over the slices, as a volume, where the model is unsure.</source>
        <translation>以体数据的形式在切片上显示模型不确定之处。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Show the volumes through the beat as a plot.</source>
        <translation>以曲线图显示整个心动周期的容积。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Show volume-time curve</source>
        <translation>显示容积-时间曲线</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Size:</source>
        <translation>规模：</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Source model:</source>
        <translation>源模型：</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Source volumes:</source>
        <translation>源体数据：</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Target volumes from:</source>
        <translation>目标体数据来自：</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>The CT or MR volume to segment, or a sequence of them: then each phase. The heart is located automatically.</source>
        <translation>要分割的 CT 或 MR 体数据，或其序列：此时分割每个时相。心脏会自动定位。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>The Python that runs the worker: empty for Slicer's own, or the python program of an environment with PyTorch.</source>
        <translation>运行工作进程的 Python：留空则使用 Slicer 自带的，或指定装有 PyTorch 的环境中的 python 程序。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>The last layer that is adapted: 13, 21 (the paper's choice) or 31.</source>
        <translation>被适配的最后一层：13、21（论文的选择）或 31。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>The model to adapt, trained on labeled volumes of the source modality. It is not changed.</source>
        <translation>要适配的模型，由源模态的带标签体数据训练而成。它本身不会被更改。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Tick segmentations with segments AA, LA, LV and Myo, each made on its volume.</source>
        <translation>请勾选含有 AA、LA、LV 和 Myo 片段的分割，每个分割都须基于各自的体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Tick the volumes to adapt to. No labels are needed; four or more make a better model.</source>
        <translation>请勾选要适配的体数据。不需要标签；四个或更多会得到更好的模型。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Tick the volumes to segment.</source>
        <translation>请勾选要分割的体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Train model</source>
        <translation>训练模型</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Uncertainty map</source>
        <translation>不确定性图</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Uncertainty maps</source>
        <translation>不确定性图</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Volume:</source>
        <translation>体数据：</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Volumes from:</source>
        <translation>体数据来自：</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Volumes:</source>
        <translation>体数据：</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>What the labeled volumes are.</source>
        <translation>带标签体数据的模态。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Where the labeled volumes are.</source>
        <translation>带标签体数据所在的位置。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Where the unlabeled volumes of the target modality are.</source>
        <translation>目标模态的无标签体数据所在的位置。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Where the volumes to segment are.</source>
        <translation>要分割的体数据所在的位置。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Where the worker computes; auto takes the first GPU, else the CPU.</source>
        <translation>工作进程的计算设备；auto 使用第一个 GPU，没有则使用 CPU。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Write beside each result where the model is unsure. A case that is loaded shows it over the slices.</source>
        <translation>在每个结果旁写出模型不确定之处。载入的病例会将其叠加显示在切片上。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Write the log into a file.</source>
        <translation>将日志写入文件。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>Write the segmentation as .seg.nrrd, NIfTI, STL or DICOM SEG.</source>
        <translation>将分割保存为 .seg.nrrd、NIfTI、STL 或 DICOM SEG。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>dou2018 and pnp-adanet: as published. released: the authors' released code, at the size paper. self-training: from slices of random appearance, twice as long; for a model that is to be adapted by self-training. adversarial-self-training: the same.</source>
        <translation>dou2018 和 pnp-adanet：与论文一致。released：作者公开的代码，规模为 paper。self-training：使用随机外观的切片，耗时加倍；用于之后要通过 self-training 适配的模型。adversarial-self-training：与之相同。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>dou2018: adversarial adaptation as published at IJCAI 2018. pnp-adanet: with a second critic. released: the authors' released code, at the size paper. self-training: without adversaries, from pseudo-labels; best with a source model that was trained with it, too. adversarial-self-training: pnp-adanet, then self-training; with a source model that was trained with either of these two.</source>
        <translation>dou2018：IJCAI 2018 发表的对抗式适配。pnp-adanet：增加第二个判别器。released：作者公开的代码，规模为 paper。self-training：不用对抗训练，利用伪标签；最好配合同样用该方法训练的源模型。adversarial-self-training：先 pnp-adanet，再 self-training；请配合用这两种 self-training 方法之一训练的源模型。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/Resources/UI/CrossModalitySeg.ui"/>
        <source>tiny: a small network, minutes on a CPU. paper: networks of the published size, for a GPU.</source>
        <translation>tiny：小型网络，在 CPU 上只需数分钟。paper：论文所述规模的网络，用于 GPU。</translation>
    </message>
</context>
<context>
    <name>CrossModalitySeg.messages</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/names.py"/>
        <source>"{1}" cannot be the name of a model.</source>
        <extracomment>{1}: name</extracomment>
        <translation>“{1}”不能作为模型的名称。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/verbs.py"/>
        <source>(and {1} more)</source>
        <extracomment>{1}: gone</extracomment>
        <translation>（以及另外 {1} 个）</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/label_file.py"/>
        <source>--labels {1} cannot be understood at {2}.</source>
        <extracomment>{1}: text, {2}: strip</extracomment>
        <translation>--labels {1} 在 {2} 处无法理解。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/label_file.py"/>
        <source>--labels {1} gives the number {2} twice.</source>
        <extracomment>{1}: text, {2}: number</extracomment>
        <translation>--labels {1} 两次给出了数字 {2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>A Python package cannot be loaded: {1}.</source>
        <extracomment>{1}: text</extracomment>
        <translation>无法加载某个 Python 软件包：{1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>A library failed without giving a reason, most often because memory ran out.</source>
        <translation>某个库未说明原因即失败，最常见的原因是内存耗尽。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>A name is longer than this file system allows: {1}.</source>
        <extracomment>{1}: filename</extracomment>
        <translation>名称超过了此文件系统允许的长度：{1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>A process of the job was killed, most likely because memory ran out.</source>
        <translation>承担部分工作的进程被外部终止，最常见的原因是内存耗尽。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/estimate.py"/>
        <source>About {1} on {2}, with {3} of {4} GB of memory.</source>
        <extracomment>{1}: duration_in_words, {2}: where, {3}: memory_gb, {4}: available_gb</extracomment>
        <translation>在{2} 上大约需要 {1}，占用 {4} GB 内存中的 {3} GB。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/training.py"/>
        <source>Adapt a model that was trained here.</source>
        <translation>请适配在本软件中训练的模型。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/adapt.py"/>
        <source>Adapt model</source>
        <translation>适配模型</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/adapt.py"/>
        <source>Adapt {1} model to {2}</source>
        <extracomment>{1}: upper, {2}: upper2</extracomment>
        <translation>将 {1} 模型适配到 {2}</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/plots.py"/>
        <source>Adaptation loss</source>
        <translation>适配损失</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/adapting.py"/>
        <source>Adapting</source>
        <translation>正在适配</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/__init__.py"/>
        <source>Add files named {1}_train_1001_image.nii.gz and so on.</source>
        <extracomment>{1}: modality</extracomment>
        <translation>请添加名为 {1}_train_1001_image.nii.gz 等的文件。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/anatomies.py"/>
        <source>Add label volumes to the folder of --anatomies.</source>
        <translation>请向 --anatomies 的文件夹添加标签体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>All segments of {1} are empty.</source>
        <extracomment>{1}: getname</extracomment>
        <translation>{1} 的所有片段都是空的。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>All voxels of {1} have the same value.</source>
        <extracomment>{1}: name</extracomment>
        <translation>{1} 的所有体素值都相同。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/estimate.py"/>
        <source>An adaptation is estimated for a source model, and none is named.</source>
        <translation>估计适配需要源模型，但没有指定。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/lock.py"/>
        <source>Another process</source>
        <translation>另一个进程</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/anatomy.py"/>
        <source>Ascending aorta</source>
        <translation>升主动脉</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/plots.py"/>
        <source>Best so far</source>
        <translation>目前最佳</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Check that it is connected and works, and start again; finished results are kept.</source>
        <translation>请确保其已连接且状况良好，然后重新启动；已完成的结果会保留。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>Check the name, or choose another file.</source>
        <translation>请检查名称，或选择其他文件。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/__init__.py"/>
        <source>Check the name, or choose another folder.</source>
        <translation>请检查名称，或选择其他文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>Check the name; `crossmodalityseg models list` shows them.</source>
        <translation>请检查名称；`crossmodalityseg models list` 会列出所有模型。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/task.py"/>
        <source>Checking the input</source>
        <translation>正在检查输入</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/precision.py"/>
        <source>Choose "auto" or "cpu", or install PyTorch for your GPU.</source>
        <translation>请选择 "auto" 或 "cpu"，或安装适用于您的 GPU 的 PyTorch。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>Choose a CT or MR volume with one gray value per voxel.</source>
        <translation>请选择每个体素只有一个灰度值的 CT 或 MR 体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stored_segmentation.py"/>
        <source>Choose a DICOM SEG, or a label map in .seg.nrrd or .nii.gz.</source>
        <translation>请选择 DICOM SEG，或 .seg.nrrd、.nii.gz 格式的标签图。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>Choose a NIfTI, NRRD, MetaImage or DICOM file, or a folder with a DICOM series.</source>
        <translation>请选择 NIfTI、NRRD、MetaImage 或 DICOM 文件，或包含 DICOM 序列的文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/interpreter.py"/>
        <source>Choose a Python under Settings in the panel, or set {1} to the python program of an environment with CrossModalitySeg's libraries.</source>
        <extracomment>{1}: python_variable</extracomment>
        <translation>请在面板的“设置”中选择一个 Python，或将 {1} 设为装有 CrossModalitySeg 所需库的环境中的 python 程序。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Choose a file or folder in which you may read and write.</source>
        <translation>请选择您可以读写的文件或文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>Choose a folder in which you may write.</source>
        <translation>请选择您可以写入的文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/files.py"/>
        <source>Choose a folder with another name.</source>
        <translation>请选择其他名称的文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/train.py"/>
        <source>Choose a folder with labeled volumes.</source>
        <translation>请选择包含带标签体数据的文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/exporting.py"/>
        <source>Choose a folder with volumes.</source>
        <translation>请选择包含体数据的文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>Choose a four-dimensional file; a single volume can be segmented directly.</source>
        <translation>请选择四维文件；三维文件可直接分割。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/predictors.py"/>
        <source>Choose a model for slices, such as Heart-virtual.</source>
        <translation>请选择处理切片的模型，例如 Heart-virtual。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cases.py"/>
        <source>Choose a model of the same structures, or state with --labels what the files mark.</source>
        <translation>请选择具有相同结构的模型，或用 --labels 说明这些文件标注的内容。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/preprocessing.py"/>
        <source>Choose a region inside the image, or let the localizer find it.</source>
        <translation>请选择图像内的区域，或交给定位器处理。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>Choose a segmentation or a label map of the volume.</source>
        <translation>请选择该体数据的分割或标签图。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/series.py"/>
        <source>Choose a sequence of CT or MR volumes.</source>
        <translation>请选择 CT 或 MR 体数据的序列。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/series.py"/>
        <source>Choose a sequence of two volumes or more.</source>
        <translation>请选择包含两个或更多体数据的序列。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Choose a shorter name.</source>
        <translation>请选择更短的名称。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>Choose a volume that shows the chest.</source>
        <translation>请选择显示胸部的体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>Choose a volume with three axes, such as crossmodalityseg phases writes of a time series.</source>
        <translation>请选择有三个轴的体数据，例如 crossmodalityseg phases 从时间序列写出的体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>Choose a volume with three axes.</source>
        <translation>请选择有三个轴的体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>Choose a volume with three axes; segment alone takes 2D images.</source>
        <translation>请选择有三个轴的体数据；只有 segment 接受二维图像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>Choose a volume, or load one first.</source>
        <translation>请选择体数据，或先加载一个。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/choices.py"/>
        <source>Choose among {1}.</source>
        <extracomment>{1}: filter</extracomment>
        <translation>请从 {1} 中选择。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/folder.py"/>
        <source>Choose an empty folder, or start the job that is there.</source>
        <translation>请选择空文件夹，或启动其中已有的作业。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>Choose an image that shows it, give its region with --roi-mm, or write what was segmented with --force.</source>
        <translation>请选择显示它的图像，用 --roi-mm 指明其位置，或用 --force 写出分割结果。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>Choose an image with one gray value per voxel.</source>
        <translation>请选择每个体素只有一个灰度值的图像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/recognizing.py"/>
        <source>Choose an image.</source>
        <translation>请选择一幅图像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/process.py"/>
        <source>Choose another Python under Settings.</source>
        <translation>请在“设置”中选择其他 Python。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/plain_images.py"/>
        <source>Choose another file, or save it as PNG.</source>
        <translation>请选择其他文件，或将其保存为 PNG。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>Choose another folder to write into, or --format seg.nrrd.</source>
        <translation>请选择另一个写入文件夹，或使用 --format seg.nrrd。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>Choose another folder to write into.</source>
        <translation>请选择其他文件夹用于写入。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>Choose another folder, or --overwrite.</source>
        <translation>请选择其他文件夹，或使用 --overwrite。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/choices.py"/>
        <source>Choose another method ({1}) or another size ({2}).</source>
        <extracomment>{1}: own, {2}: fitting</extracomment>
        <translation>请选择其他方法（{1}）或其他规模（{2}）。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>Choose another name or folder, or --overwrite.</source>
        <translation>请选择其他名称或文件夹，或使用 --overwrite。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/files.py"/>
        <source>Choose another name, or remove or rename what is there.</source>
        <translation>请选择其他名称，或移除、重命名已有的内容。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/names.py"/>
        <source>Choose another name, or remove that model from the library.</source>
        <translation>请选择其他名称，或从模型库中移除该模型。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/library.py"/>
        <source>Choose another name.</source>
        <translation>请选择其他名称。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/segmentations.py"/>
        <source>Choose another one.</source>
        <translation>请另选一个。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/write.py"/>
        <source>Choose another output folder, or remove the old cohort.</source>
        <translation>请选择其他输出文件夹，或移除旧的队列。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/maps.py"/>
        <source>Choose another output folder, or remove the old maps.</source>
        <translation>请选择其他输出文件夹，或删除旧的组织图。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/maps.py"/>
        <source>Choose another output folder, or remove this file if you know that the maps are those you want.</source>
        <translation>请选择其他输出文件夹；如果确定这些组织图正是所需的，也可以删除此文件。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/work.py"/>
        <source>Choose another output, or delete that folder to start anew.</source>
        <translation>请选择其他输出位置，或删除该文件夹以重新开始。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/checkpoint.py"/>
        <source>Choose another output, or delete the folder of checkpoints to start anew.</source>
        <translation>请选择其他输出位置，或删除检查点文件夹以重新开始。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/batch.py"/>
        <source>Choose at least one volume.</source>
        <translation>请至少选择一个体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/adapt.py"/>
        <source>Choose at least one volume; four or more make a better model.</source>
        <translation>请至少选择一个体数据；四个或更多会得到更好的模型。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/precision.py"/>
        <source>Choose auto, cpu, cuda, cuda:N or mps.</source>
        <translation>请选择 auto、cpu、cuda、cuda:N 或 mps。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>Choose image files, folders that hold them, or DICOM series.</source>
        <translation>请选择图像文件、包含图像文件的文件夹或 DICOM 序列。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/recognizing.py"/>
        <source>Choose it with --model, and an image as input.</source>
        <translation>请用 --model 选择它，并以图像作为输入。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/train.py"/>
        <source>Choose its source volume in the Segment Editor, load that volume, or choose a folder.</source>
        <translation>请在分割编辑器中选择其源体数据，加载该体数据，或选择一个文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>Choose its source volume in the Segment Editor.</source>
        <translation>请在分割编辑器中选择其源体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/function.py"/>
        <source>Choose label maps of one view, one for each phase.</source>
        <translation>请选择同一视图的标签图，每个时相一个。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/function.py"/>
        <source>Choose label maps of the heart, one for each phase.</source>
        <translation>请选择心脏的标签图，每个时相一个。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySeg.py"/>
        <source>Choose one of: {1}.</source>
        <extracomment>{1}: names</extracomment>
        <translation>请选择以下之一：{1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/series.py"/>
        <source>Choose one series, or put each series into a folder of its own.</source>
        <translation>请选择一个序列，或将每个序列放入各自的文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/batch.py"/>
        <source>Choose one.</source>
        <translation>请选择一个。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>Choose segmentations of the same structures.</source>
        <translation>请选择结构相同的分割。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/train.py"/>
        <source>Choose segmentations of the volumes, with segments AA, LA, LV and Myo.</source>
        <translation>请选择体数据的分割，其中包含 AA、LA、LV 和 Myo 片段。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/adapt_whole_heart.py"/>
        <source>Choose settings with self-training only, such as those of the size whole-heart.</source>
        <translation>请选择只含 self-training 的设置，例如 whole-heart 规模的设置。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/adapt.py"/>
        <source>Choose settings without it (joint_steps=0), or another source model.</source>
        <translation>请选择不含该部分的设置（joint_steps=0），或其他源模型。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>Choose the CT or MR images of the study.</source>
        <translation>请选择该检查中的 CT 或 MR 图像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/adapt.py"/>
        <source>Choose the folder from which the source model was trained.</source>
        <translation>请选择训练源模型所用的文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>Choose the folder it lies in.</source>
        <translation>请选择其所在的文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/segmentation.py"/>
        <source>Choose the format seg.nrrd or nii.gz.</source>
        <translation>请选择 seg.nrrd 或 nii.gz 格式。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/plain_images.py"/>
        <source>Choose the image in the size of the scan.</source>
        <translation>请选择与扫描尺寸一致的图像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/plain_images.py"/>
        <source>Choose the image itself.</source>
        <translation>请选择图像本身。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/recognizing.py"/>
        <source>Choose the images that it was made of.</source>
        <translation>请选择生成它所用的图像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stored_segmentation.py"/>
        <source>Choose the label map in .seg.nrrd or .nii.gz.</source>
        <translation>请选择 .seg.nrrd 或 .nii.gz 格式的标签图。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/adapt.py"/>
        <source>Choose the model of the source modality.</source>
        <translation>请选择源模态的模型。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>Choose the series that was planned on it.</source>
        <translation>请选择据此规划的序列。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/estimate.py"/>
        <source>Choose the size whole-heart.</source>
        <translation>请选择 whole-heart 规模。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>Choose the volume on which the segmentation was made.</source>
        <translation>请选择制作该分割所基于的体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>Choose the volume that shows its current frame in the sequence browser.</source>
        <translation>请在序列浏览器中选择显示其当前帧的体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Close other programs and start again; finished results are kept.</source>
        <translation>请关闭其他程序后重新启动；已完成的结果会保留。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>Close other programs, or crop the image.</source>
        <translation>请关闭其他程序，或裁剪图像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/nifti.py"/>
        <source>Convert header and image into a single file, and choose that.</source>
        <translation>请将文件头和图像转换为单个文件，然后选择该文件。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/recognizing.py"/>
        <source>Convert it to NIfTI, and check that left and right are where they were.</source>
        <translation>请将其转换为 NIfTI，并检查左右方向是否正确。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/series.py"/>
        <source>Copies of images that are there already: {1}.</source>
        <extracomment>{1}: names</extracomment>
        <translation>与已有图像重复的副本：{1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>Copy both files into one folder.</source>
        <translation>请将两个文件复制到同一文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>Copy or download the file again.</source>
        <translation>请重新复制或下载该文件。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/causes.py"/>
        <source>Copy the file again.</source>
        <translation>请重新复制该文件。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/causes.py"/>
        <source>Copy the file again; if you do not know where it comes from, do not open it elsewhere.</source>
        <translation>请重新复制该文件；如果不清楚其来源，请不要用其他程序打开。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/label_file.py"/>
        <source>Correct it; each structure needs a value 1, 2, ... and a name.</source>
        <translation>请更正；每个结构都需要一个值（1、2、...）和一个名称。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/job_file.py"/>
        <source>Correct that entry, or make the file anew.</source>
        <translation>请更正该条目，或重新生成文件。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>Correct the file's header.</source>
        <translation>请更正文件头。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>Correct the spacing in the file's header, for instance by exporting it again from the original images.</source>
        <translation>请更正文件头中的间距，例如从原始图像重新导出。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>Correct the spacing in the file's header.</source>
        <translation>请更正文件头中的间距。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>Correct the spacing in the module Volumes, and look for a scaling transform.</source>
        <translation>请在 Volumes（体数据）模块中更正间距，并检查是否存在缩放变换。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/plots.py"/>
        <source>Critic distance</source>
        <translation>判别器距离</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>Crop or resample the image.</source>
        <translation>请裁剪或重采样图像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>DICOM files of {1} are not in Slicer's database any more.</source>
        <extracomment>{1}: name</extracomment>
        <translation>{1} 的 DICOM 文件已不在 Slicer 的数据库中。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>DICOM segmentation (.dcm)</source>
        <translation>DICOM 分割 (.dcm)</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/task.py"/>
        <source>Discard it.</source>
        <translation>请放弃它。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/dicom_seg.py"/>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/anatomies.py"/>
        <source>Each anatomy needs labels 1 Myo, 2 LA, 3 LV, 4 AA, 5 RA and 6 RV, or the values of MM-WHS for them.</source>
        <translation>每个解剖结构需要标签 1 Myo、2 LA、3 LV、4 AA、5 RA 和 6 RV，或它们在 MM-WHS 中的值。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>Each failure above says what to do.</source>
        <translation>上面每一项失败都说明了应如何处理。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>Each of {1} processes has only its own phases, so none can measure the whole beat.</source>
        <extracomment>{1}: processes</extracomment>
        <translation>{1} 个进程各自只知道自己的时相，因此没有一个能测量整个心动周期。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>Each of {1} processes knows only its own failures, so none can write the whole overview.</source>
        <extracomment>{1}: processes</extracomment>
        <translation>{1} 个进程各自只知道自己的失败项，因此没有一个能写出完整的总览。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/following.py"/>
        <source>Edited by hand: the volumes are those of the segmentation as it is now, and the assessment of the automatic one does not apply to it.</source>
        <translation>已手动编辑：所示体积对应当前的分割，之前对自动分割的评价不再适用。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/estimate.py"/>
        <source>Estimated</source>
        <translation>已估计</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/estimate.py"/>
        <source>Estimating time and memory</source>
        <translation>正在估计时间和内存</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/label_file.py"/>
        <source>Every number is one structure.</source>
        <translation>每个数字对应一个结构。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stored_segmentation.py"/>
        <source>Export it again with each voxel in one segment at most.</source>
        <translation>请重新导出，使每个体素最多属于一个分段。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/plain_images.py"/>
        <source>Export the image again without annotations; if it has none, save it as NIfTI, which is not searched for them.</source>
        <translation>请重新导出不带标注的图像；如果图像没有标注，请保存为 NIfTI，该格式不会检查标注。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/onnx_network.py"/>
        <source>Export the network again, as one file with operators of the ONNX standard.</source>
        <translation>请重新导出网络，保存为使用 ONNX 标准算子的单个文件。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/causes.py"/>
        <source>Export the series again from the scanner or archive, one stack of parallel slices.</source>
        <translation>请从扫描仪或存档系统重新导出该序列，使其成为一组平行切片。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/task.py"/>
        <source>Exporting</source>
        <translation>正在导出</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>Fetch or export the model again, or choose another one.</source>
        <translation>请重新获取或导出模型，或另选一个。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/recognizing.py"/>
        <source>Fetch the file with git lfs pull.</source>
        <translation>请用 git lfs pull 获取该文件。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>Free some space or choose another folder.</source>
        <translation>请释放一些空间，或选择其他文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Free some space or choose another folder; finished results are kept.</source>
        <translation>请释放一些空间，或选择其他文件夹；已完成的结果会保留。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/doctor.py"/>
        <source>Free space there, or set CROSSMODALITYSEG_HOME or TMPDIR.</source>
        <translation>请在该处释放空间，或设置 CROSSMODALITYSEG_HOME 或 TMPDIR。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/doctor.py"/>
        <source>GPU of this Apple computer</source>
        <translation>这台 Apple 电脑的 GPU</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cohort.py"/>
        <source>Give --mr or --ct a number above zero.</source>
        <translation>请用大于零的数字指定 --mr 或 --ct。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/library.py"/>
        <source>Give the path of a .cms file or a name of the library ({1}).</source>
        <extracomment>{1}: known</extracomment>
        <translation>请给出 .cms 文件的路径或模型库中的名称（{1}）。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySeg.py"/>
        <source>Give the path of a .cms file, or the name of a model in the library.</source>
        <translation>请给出 .cms 文件的路径，或模型库中模型的名称。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/folder.py"/>
        <source>Give the path of a job.json file.</source>
        <translation>请给出 job.json 文件的路径。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>Harden the transform on it, or take it off.</source>
        <translation>请固化其变换，或将变换移除。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>Harden the transform on the volume, or take it off.</source>
        <translation>请固化该体数据的变换，或将变换移除。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>If the structures are there under other numbers, state them with --labels NAME=NUMBER,...; a model learns only what is labeled.</source>
        <translation>如果这些结构使用了其他数字，请用 --labels NAME=NUMBER,... 说明；模型只学习有标签的内容。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/patients.py"/>
        <source>Import patients in the module DICOM.</source>
        <translation>请在 DICOM 模块中导入患者。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>Import the patient again, and load the series.</source>
        <translation>请重新导入该患者，并加载其序列。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/exporting.py"/>
        <source>Import the patient into the DICOM database again.</source>
        <translation>请将该患者重新导入 DICOM 数据库。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>In {1} the label taken for {2} ({3}) does not lie around that taken for {4} ({5}).</source>
        <extracomment>{1}: name, {2}: name2, {3}: value, {4}: name3, {5}: value2</extracomment>
        <translation>在 {1} 中，被视为 {2} 的标签（{3}）没有包围被视为 {4} 的标签（{5}）。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>In {1} the labels taken for {2} do not lie where these do.</source>
        <extracomment>{1}: name, {2}: one</extracomment>
        <translation>在 {1} 中，被视为 {2} 的标签不在这些结构应在的位置。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/extras.py"/>
        <source>Install it with: pip install "CrossModalitySegLib[{1}]"{2}.</source>
        <extracomment>{1}: extra_of, {2}: instead</extracomment>
        <translation>请用以下命令安装：pip install "CrossModalitySegLib[{1}]"{2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/doctor.py"/>
        <source>Install it: pip install {1}.</source>
        <extracomment>{1}: name</extracomment>
        <translation>请安装：pip install {1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>Install the OpenSSH client, or run the job on this machine.</source>
        <translation>请安装 OpenSSH 客户端，或在本机工作。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/installation.py"/>
        <source>Install the extension PyTorch in the Extensions Manager and restart Slicer, or choose another Python under Settings.</source>
        <translation>请在扩展管理器中安装 PyTorch 扩展并重新启动 Slicer，或在“设置”中选择其他 Python。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/library.py"/>
        <source>Install the extension again, or choose a model with --model.</source>
        <translation>请重新安装本扩展，或用 --model 选择一个模型。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Install the requirements of CrossModalitySeg again.</source>
        <translation>请重新安装 CrossModalitySeg 所需的软件包。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Install the requirements of CrossModalitySeg in this interpreter.</source>
        <translation>请在此解释器中安装 CrossModalitySeg 所需的软件包。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>Install this package there (version {1}), and name its Python: HOST:PYTHON.</source>
        <extracomment>{1}: version</extracomment>
        <translation>请在那里安装本软件包（版本 {1}），并指明其 Python：HOST:PYTHON。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/choices.py"/>
        <source>Instead of a preset there are a size and a method.</source>
        <translation>现在用规模和方法代替预设。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cases.py"/>
        <source>It holds {1}.</source>
        <extracomment>{1}: known</extracomment>
        <translation>其中包含 {1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>It is not known on which volume {1} was made.</source>
        <extracomment>{1}: name</extracomment>
        <translation>不清楚 {1} 是基于哪个体数据制作的。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>It looks as if {1} was {2} and {3} {4}.</source>
        <extracomment>{1}: outer, {2}: outer_name, {3}: inner, {4}: inner_name</extracomment>
        <translation>看起来 {1} 其实是 {2}，而 {3} 其实是 {4}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>It looks as if {1}, or as if the file's directions were wrong.</source>
        <extracomment>{1}: wrong</extracomment>
        <translation>看起来{1}，或者文件的方向有误。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/onnx_network.py"/>
        <source>It must return a value for each class, background first, at each voxel of its input.</source>
        <translation>对于输入的每个体素，它必须为每个类别给出一个值，背景在前。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/outcome.py"/>
        <source>It printed nothing.</source>
        <translation>它没有任何输出。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/__init__.py"/>
        <source>It should hold mr_train_1001_image.nii.gz with mr_train_1001_label.nii.gz (MM-WHS), images/ and labels/ with equal names, NAME.nii.gz with NAME_label.nii.gz, or folders with one DICOM series each.</source>
        <translation>其中应包含 mr_train_1001_image.nii.gz 和 mr_train_1001_label.nii.gz (MM-WHS)，名称相同的 images/ 和 labels/，NAME.nii.gz 和 NAME_label.nii.gz，或每个文件夹一个 DICOM 序列。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>It was changed since it was written, and is kept as it is.</source>
        <translation>它在写出之后被更改过，按现状保留。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/pixel_size.py"/>
        <source>Its pixel size is not known; {1} mm fits best (estimated).</source>
        <extracomment>{1}: pixel_mm</extracomment>
        <translation>其像素大小未知；{1} mm 最为吻合（估计值）。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/localizer_training.py"/>
        <source>Learning where the structures lie</source>
        <translation>正在学习结构的位置</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>Leave --function out, and run the verb function on the results.</source>
        <translation>请去掉 --function，然后对结果运行 function 命令。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/train_on_maps.py"/>
        <source>Leave --labels and --subjects out, or name a folder of labeled volumes.</source>
        <translation>请去掉 --labels 和 --subjects，或指定一个带标签体数据的文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/adapt.py"/>
        <source>Leave --labels out: it is for self-training of a 2D model with a source.</source>
        <translation>请去掉 --labels：它用于带有源数据的二维模型的自训练。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>Leave --report out, and give the same command with it once more in one process afterwards: finished results are kept.</source>
        <translation>请去掉 --report，待完成后在单个进程中带上 --report 再运行一次同样的命令：已完成的结果会保留。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/isolated.py"/>
        <source>Leave it out, or copy or download it again.</source>
        <translation>请不要使用它，或重新复制、下载。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/anatomy.py"/>
        <source>Left atrium</source>
        <translation>左心房</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/anatomy.py"/>
        <source>Left ventricle blood</source>
        <translation>左心室血池</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/anatomy.py"/>
        <source>Left ventricular myocardium</source>
        <translation>左心室心肌</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>Load it again, and save the series under another name; files that were written are whole.</source>
        <translation>请重新加载场景，并以其他名称保存该序列；已写入的文件是完整的。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>Load it again, or choose another one.</source>
        <translation>请重新加载，或另选一个。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/series.py"/>
        <source>Load it, and resume the job then.</source>
        <translation>请先加载它，然后继续该任务。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/loading.py"/>
        <source>Load the volume with Add Data or DICOM.</source>
        <translation>请用“添加数据”或 DICOM 加载该体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/equipment.py"/>
        <source>Looking at what this Python has ...</source>
        <translation>正在查看此 Python 具备什么 ...</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/case_table.py"/>
        <source>Looks plausible.</source>
        <translation>看起来合理。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Lower --memory-gb or the batch size, or close other programs.</source>
        <translation>请减小 --memory-gb 或批量大小，或关闭其他程序。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/stages.py"/>
        <source>Lower the learning rate or use --size tiny, then delete the .work folder.</source>
        <translation>请降低学习率或使用 --size tiny，然后删除 .work 文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/train_on_maps.py"/>
        <source>Make some with `crossmodalityseg maps`, or choose a size for labeled volumes.</source>
        <translation>请用 `crossmodalityseg maps` 生成一些，或选择适用于带标签体数据的规模。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/tissue_map.py"/>
        <source>Make some with `crossmodalityseg maps`, or name another folder.</source>
        <translation>请用 `crossmodalityseg maps` 生成一些，或指定另一个文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>Make sure that `ssh {1}` works without a question, and start the same job again: it goes on.</source>
        <extracomment>{1}: host</extracomment>
        <translation>请确保 `ssh {1}` 无需任何询问即可运行，然后再次启动同一作业：它会继续。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/folder.py"/>
        <source>Make the job again; if you changed it on purpose, remove its entry "{1}".</source>
        <extracomment>{1}: seal</extracomment>
        <translation>请重新生成作业；如果是有意更改的，请删除其中的条目“{1}”。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/estimate.py"/>
        <source>Measuring a few steps</source>
        <translation>正在测试若干步</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/onnx_network.py"/>
        <source>Models of the architecture onnx-3d need</source>
        <translation>架构为 onnx-3d 的模型</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>NIfTI label map (.nii.gz)</source>
        <translation>NIfTI 标签图 (.nii.gz)</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>Name a folder in its place, or one of them: {1}, {2}, ...</source>
        <extracomment>{1}: title, {2}: title2</extracomment>
        <translation>请改为指定文件夹，或指定其中之一：{1}、{2}……</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/anatomies.py"/>
        <source>Name a folder of NIfTI label volumes.</source>
        <translation>请指定一个包含 NIfTI 标签体数据的文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/anatomies.py"/>
        <source>Name a folder with one heart label volume per anatomy.</source>
        <translation>请指定一个文件夹，其中每个解剖结构有一个心脏标签体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/library.py"/>
        <source>Name a model of that folder.</source>
        <translation>请指定该文件夹中的模型。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/evaluation/results.py"/>
        <source>Name a results.json that exists.</source>
        <translation>请指定一个存在的 results.json。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>Name every number of it in --labels, or take --labels away.</source>
        <translation>请在 --labels 中列出其中的每个数字，或去掉 --labels。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/free_folder.py"/>
        <source>Name it like its image, or remove it.</source>
        <translation>请使其名称与对应图像一致，或将其移除。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/label_maps.py"/>
        <source>Name label maps, or a folder into which segment has written them.</source>
        <translation>请指定标签图，或 segment 写入标签图的文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/choices.py"/>
        <source>Name size and method instead.</source>
        <translation>请改为指定规模和方法。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/series.py"/>
        <source>Name the files of one series.</source>
        <translation>请指定一个序列的文件。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/function.py"/>
        <source>Name the label maps of two phases or more.</source>
        <translation>请指定两个或更多时相的标签图。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/interpreter.py"/>
        <source>Name the python program of an environment, e.g. /opt/env/bin/python.</source>
        <translation>请指定某个环境中的 python 程序，例如 /opt/env/bin/python。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/seg_nrrd.py"/>
        <source>Name the segments {1}, and remove the others.</source>
        <extracomment>{1}: names</extracomment>
        <translation>请将片段命名为 {1}，并移除其他片段。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>Name the segments {1}.</source>
        <extracomment>{1}: names</extracomment>
        <translation>请将片段命名为 {1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/estimate.py"/>
        <source>Name the source model.</source>
        <translation>请指定源模型。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>Name two phases or more, as crossmodalityseg phases writes them of a time series, take those of a DICOM study with --all-series, or leave --function out.</source>
        <translation>请指定两个或更多期相（crossmodalityseg phases 会从时间序列写出它们），或用 --all-series 选取一次 DICOM 检查中的期相，或去掉 --function。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/label_file.py"/>
        <source>Name {1} or a JSON file.</source>
        <extracomment>{1}: shipped</extracomment>
        <translation>请指定 {1} 或一个 JSON 文件。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/patients.py"/>
        <source>No DICOM database is open.</source>
        <translation>没有打开的 DICOM 数据库。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/batch.py"/>
        <source>No folder for the results is chosen.</source>
        <translation>没有选择结果文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>No image was found in {1}.</source>
        <extracomment>{1}: names</extracomment>
        <translation>在 {1} 中没有找到图像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>No label map of {1} holds {2}; the labels there are taken for {3}.</source>
        <extracomment>{1}: name, {2}: missing, {3}: held</extracomment>
        <translation>{1} 的标签图中都没有 {2}；其中的标签被视为 {3}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>No permission: {1}.</source>
        <extracomment>{1}: text</extracomment>
        <translation>没有权限：{1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/function.py"/>
        <source>No phase shows a ventricle.</source>
        <translation>没有任何时相显示心室。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>No segment of {1} is one of the structures {2}.</source>
        <extracomment>{1}: name, {2}: names</extracomment>
        <translation>{1} 中没有任何片段属于结构 {2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>No segmentation is chosen.</source>
        <translation>没有选择分割。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/adapt.py"/>
        <source>No source model is chosen.</source>
        <translation>没有选择源模型。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>No volume is chosen.</source>
        <translation>没有选择体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>No {1} was found in this volume (confidence {2}); the middle of the volume was segmented.</source>
        <extracomment>{1}: subject, {2}: heart_confidence</extracomment>
        <translation>在此体数据中没有找到{1}（置信度 {2}）；已分割体数据的中部。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>No {1} was found in {2}, so nothing was written for it.</source>
        <extracomment>{1}: subject, {2}: title</extracomment>
        <translation>在 {2} 中没有找到{1}，因此没有为其写出任何内容。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/series.py"/>
        <source>Nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/batch.py"/>
        <source>Nothing was segmented in {1}.</source>
        <extracomment>{1}: title</extracomment>
        <translation>{1} 中没有分割出任何内容。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Nothing was written.</source>
        <translation>没有写出任何内容。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>Of the files there none is of a kind that is read: {1}.</source>
        <extracomment>{1}: parts</extracomment>
        <translation>其中没有可读取类型的文件：{1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/predictor.py"/>
        <source>One slice does not fit into the memory of the GPU; the CPU takes over.</source>
        <translation>GPU 内存容纳不下一张切片；改由 CPU 计算。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>Only {1} of what surrounds {2} is {3}; {4} or more is expected.</source>
        <extracomment>{1}: share, {2}: inner, {3}: around, {4}: enclosed</extracomment>
        <translation>{2}周围只有 {1} 是{3}；至少应为 {4}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/recognizing.py"/>
        <source>Open it in 3D Slicer and save the volume as NIfTI or NRRD.</source>
        <translation>请在 3D Slicer 中打开它，并将体数据保存为 NIfTI 或 NRRD。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/patients.py"/>
        <source>Open the module DICOM once to make one.</source>
        <translation>请先打开一次 DICOM 模块以创建数据库。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/installation.py"/>
        <source>Open the module PyTorch and install it there.</source>
        <translation>请打开 PyTorch 模块并在其中安装。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/label_set.py"/>
        <source>Other structures are declared in a file labels.json beside the images, as docs/how-to/your-data.md describes.</source>
        <translation>其他结构在图像旁的 labels.json 文件中声明，参见 docs/how-to/your-data.md。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/series.py"/>
        <source>Phase {1} of {2}: {3}</source>
        <extracomment>{1}: number, {2}: name, {3}: sentence</extracomment>
        <translation>第 {1} 个时相，共 {2} 个：{3}</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/plots.py"/>
        <source>Plausibility</source>
        <translation>合理性</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/following.py"/>
        <source>Please check:</source>
        <translation>请检查：</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/equipment.py"/>
        <source>Press Install or repair under Settings, or choose a Python that has the packages.</source>
        <translation>请在“设置”中点击“安装或修复”，或选择装有这些软件包的 Python。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/label_maps.py"/>
        <source>Process each folder separately, and write into separate folders.</source>
        <translation>请分别处理每个文件夹，并写入不同的文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/anatomy.py"/>
        <source>Pulmonary artery</source>
        <translation>肺动脉</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cases.py"/>
        <source>Put NAME_label.nii.gz beside each NAME_image.nii.gz, or use images/ and labels/.</source>
        <translation>请将 NAME_label.nii.gz 放在每个 NAME_image.nii.gz 旁边，或使用 images/ 和 labels/。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/work.py"/>
        <source>Put back what was there, choose another output, or delete that folder to start anew.</source>
        <translation>请恢复原来的内容，选择其他输出位置，或删除该文件夹以重新开始。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/segmentations.py"/>
        <source>Put both under the same transform, or harden it.</source>
        <translation>请将两者置于同一变换之下，或固化变换。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/free_folder.py"/>
        <source>Put each series into a folder of its own.</source>
        <translation>请将每个序列放入各自的文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>Put header and voxels into one folder, and correct the name.</source>
        <translation>请将文件头和体素放入同一文件夹，并更正名称。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/doctor.py"/>
        <source>PyTorch cannot be used: {1}.</source>
        <extracomment>{1}: error</extracomment>
        <translation>PyTorch 无法使用：{1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/doctor.py"/>
        <source>PyTorch computes wrong results.</source>
        <translation>PyTorch 计算结果错误。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/equipment.py"/>
        <source>Python {1}, PyTorch {2}: {3}.</source>
        <extracomment>{1}: get, {2}: get2, {3}: name</extracomment>
        <translation>Python {1}，PyTorch {2}：{3}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/installation.py"/>
        <source>Read the Python console, check the connection, or install from a folder of wheels.</source>
        <translation>请查看 Python 控制台，检查网络连接，或从 wheel 文件夹安装。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/outcome.py"/>
        <source>Read {1}, and start the job again.</source>
        <extracomment>{1}: log_file</extracomment>
        <translation>请查看 {1}，然后重新启动作业。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/outcome.py"/>
        <source>Read {1}, and start the same job again: it goes on where it was.</source>
        <extracomment>{1}: log_file</extracomment>
        <translation>请查看 {1}，然后再次启动同一作业：它会从中断处继续。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/learn.py"/>
        <source>Read {1}.</source>
        <extracomment>{1}: log_file</extracomment>
        <translation>请查看 {1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/dicom_seg.py"/>
        <source>Reading the series</source>
        <translation>正在读取序列</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cases.py"/>
        <source>Reading {1}</source>
        <extracomment>{1}: name</extracomment>
        <translation>正在读取 {1}</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>Remove it, and start again.</source>
        <translation>请将其移除，然后重新启动。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/tissue_map.py"/>
        <source>Remove it, or name a folder of maps of chests with their hearts.</source>
        <translation>请将其移除，或指定一个组织图文件夹，其中的胸部均含心脏。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/tissue_map.py"/>
        <source>Remove it, or name a folder that `crossmodalityseg maps` has made.</source>
        <translation>请将其移除，或指定由 `crossmodalityseg maps` 生成的文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/files.py"/>
        <source>Remove it: somebody may have put it there so that another file is overwritten.</source>
        <translation>请将其删除：可能有人放置它，以使另一个文件被覆盖。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>Remove or rename it, and start the same job again: its results are fetched.</source>
        <translation>请将其移除或重命名，然后再次启动同一作业：其结果会被取回。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/free_folder.py"/>
        <source>Remove or rename one of them.</source>
        <translation>请移除或重命名其中之一。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cases.py"/>
        <source>Remove this volume or correct its label file.</source>
        <translation>请移除该体数据，或更正其标签文件。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>Replace them by a background value and try again.</source>
        <translation>请用背景值替换它们，然后重试。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>Resample the image to a regular grid and try again.</source>
        <translation>请将图像重采样到规则网格，然后重试。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>Resample the label map to the image's grid with nearest-neighbor interpolation.</source>
        <translation>请用最近邻插值将标签图重采样到图像的网格。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/evaluation/metrics.py"/>
        <source>Resample the prediction onto the grid of the reference first (nearest neighbor).</source>
        <translation>请先将预测结果重采样到参考的网格（最近邻）。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>Resample the volume to a regular grid, for instance with the module Resample Scalar/Vector/DWI Volume.</source>
        <translation>请将体数据重采样到规则网格，例如使用 Resample Scalar/Vector/DWI Volume 模块。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/batch.py"/>
        <source>Resume goes on from here.</source>
        <translation>点击“继续”可从此处继续。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/anatomy.py"/>
        <source>Right atrium</source>
        <translation>右心房</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/anatomy.py"/>
        <source>Right ventricle blood</source>
        <translation>右心室血池</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/self_training.py"/>
        <source>Round {1}:</source>
        <extracomment>{1}: number</extracomment>
        <translation>第 {1} 轮：</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>Save as .seg.nrrd, NIfTI or STL instead.</source>
        <translation>请改为保存为 .seg.nrrd、NIfTI 或 STL。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/dicom_seg.py"/>
        <source>Save as DICOM SEG</source>
        <translation>保存为 DICOM SEG</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>Save it again as MetaImage, or as NIfTI.</source>
        <translation>请重新保存为 MetaImage 或 NIfTI。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>Save it again as NRRD in a single file.</source>
        <translation>请重新保存为单个文件的 NRRD。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>Save it again as NRRD with the encoding raw or gzip.</source>
        <translation>请重新保存为编码为 raw 或 gzip 的 NRRD。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>Save it again as a single file.</source>
        <translation>请重新保存为单个文件。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/recognizing.py"/>
        <source>Save it as PNG or TIFF without changing its size or, better, export it as DICOM or NIfTI.</source>
        <translation>请保存为 PNG 或 TIFF 且不改变其大小，最好导出为 DICOM 或 NIfTI。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/plain_images.py"/>
        <source>Save the page that shows the heart as an image of its own.</source>
        <translation>请将显示心脏的那一页单独保存为图像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/seg_nrrd.py"/>
        <source>Save the segmentation again from 3D Slicer.</source>
        <translation>请用 3D Slicer 重新保存该分割。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/dicom_seg.py"/>
        <source>Saved {1}.</source>
        <extracomment>{1}: name</extracomment>
        <translation>已保存 {1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/segment.py"/>
        <source>Segment heart</source>
        <translation>分割心脏</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/batch.py"/>
        <source>Segment many hearts</source>
        <translation>批量分割心脏</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/nrrd.py"/>
        <source>Segment the volume again.</source>
        <translation>请重新分割该体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>Segment the volume first.</source>
        <translation>请先分割该体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stored_segmentation.py"/>
        <source>Segments of {1} overlap.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 的分段相互重叠。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Send the log file with your report; the job can be started again.</source>
        <translation>请在报告问题时附上日志文件；作业可以重新启动。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>Sending {1} files, {2} MB, to {3}.</source>
        <extracomment>{1}: missing, {2}: total, {3}: host</extracomment>
        <translation>正在向 {3} 发送 {1} 个文件，共 {2} MB。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/loading.py"/>
        <source>Slicer cannot read {1}.</source>
        <extracomment>{1}: first</extracomment>
        <translation>Slicer 无法读取 {1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>Slicer segmentation (.seg.nrrd)</source>
        <translation>Slicer 分割 (.seg.nrrd)</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/interpreter.py"/>
        <source>Slicer's own Python (PythonSlicer) was not found.</source>
        <translation>没有找到 Slicer 自带的 Python (PythonSlicer)。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stack.py"/>
        <source>Slices are missing over {1} mm; what lies beyond is left out: {2}.</source>
        <extracomment>{1}: max, {2}: listed</extracomment>
        <translation>在 {1} mm 范围内缺少切片；其外的部分被舍弃：{2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stack.py"/>
        <source>Slices are shifted by {1} mm over {2} mm, as by a gantry tilted by {3} degrees; they were straightened.</source>
        <extracomment>{1}: lateral, {2}: height, {3}: tilt</extracomment>
        <translation>切片在 {2} mm 范围内偏移了 {1} mm，如同机架倾斜 {3} 度；已将其校正。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stack.py"/>
        <source>Slices are {1} to {2} mm apart; {3} of {4} slices of an even spacing of {5} mm are interpolated.</source>
        <extracomment>{1}: min, {2}: max, {3}: int, {4}: places, {5}: gap</extracomment>
        <translation>切片间隔为 {1} 到 {2} mm；按 {5} mm 的均匀间距，{4} 张切片中有 {3} 张为插值所得。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stack.py"/>
        <source>Slices lie up to {1} mm beside an even spacing of {2} mm.</source>
        <extracomment>{1}: jitter, {2}: gap</extracomment>
        <translation>切片偏离 {2} mm 的均匀间距，最多 {1} mm。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stack.py"/>
        <source>Slices that lie beside the others are left out: {1}.</source>
        <extracomment>{1}: listed</extracomment>
        <translation>与其他切片不在一处的切片被舍弃：{1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/predictor.py"/>
        <source>So many slices do not fit into the memory of the GPU; batches of {1} are tried.</source>
        <extracomment>{1}: batch</extracomment>
        <translation>GPU 内存容纳不下这么多切片；改用每批 {1} 张。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/work.py"/>
        <source>Start again, and do not change them meanwhile.</source>
        <translation>请重新启动，并且在此期间不要更改它们。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Start again, and leave files and folders in place meanwhile.</source>
        <translation>请重新启动，并在此期间保持文件和文件夹不动。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/export.py"/>
        <source>Start again.</source>
        <translation>请重新启动。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/files.py"/>
        <source>Start again: only what is missing is made.</source>
        <translation>请重新启动：只会生成缺失的部分。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/train.py"/>
        <source>Start from a model of the same structures.</source>
        <translation>请以结构相同的模型作为起点。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/environment.py"/>
        <source>Start it without torchrun; in SLURM, by srun --ntasks=1 or without srun.</source>
        <translation>请不要用 torchrun 启动；在 SLURM 中，请用 srun --ntasks=1 启动，或不使用 srun。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/distributed.py"/>
        <source>Start one process, or choose the device cpu.</source>
        <translation>请只启动一个进程，或选择设备 cpu。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/verbs.py"/>
        <source>Start the job again, and leave its results where they are.</source>
        <translation>请重新启动作业，并让其结果留在原处。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Start the same job again to go on.</source>
        <translation>再次启动同一作业即可继续。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>Start the same job again: it goes on where it was.</source>
        <translation>请再次启动同一作业：它会从中断处继续。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/task.py"/>
        <source>Starting the worker</source>
        <translation>正在启动工作进程</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>State which number is which structure with --labels NAME=NUMBER,..., or correct the directions in the file's header.</source>
        <translation>请用 --labels NAME=NUMBER,... 说明哪个数字是哪个结构，或更正文件头中的方向。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>State which number is which structure with --labels, for instance --labels {1}=2,{2}=3,...</source>
        <extracomment>{1}: name, {2}: name2</extracomment>
        <translation>请用 --labels 说明哪个数字是哪个结构，例如 --labels {1}=2,{2}=3,...</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stored_segmentation.py"/>
        <source>State with --labels which structures it holds.</source>
        <translation>请用 --labels 说明其中包含哪些结构。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Stopped on request.</source>
        <translation>已按要求停止。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/progress.py"/>
        <source>Stopped on request; the best so far was kept.</source>
        <translation>已按要求停止；目前最佳结果已保留。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/batch.py"/>
        <source>Stopped.</source>
        <translation>已停止。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/series.py"/>
        <source>Stopped: {1} of {2} phases are segmented.</source>
        <extracomment>{1}: stored, {2}: phases</extracomment>
        <translation>已停止：{2} 个时相中已分割 {1} 个。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/learn.py"/>
        <source>Stopped; the best so far is kept as {1}.</source>
        <extracomment>{1}: stem</extracomment>
        <translation>已停止；目前最佳结果保留为 {1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/task.py"/>
        <source>Stopping as soon as this step is done</source>
        <translation>完成当前步骤后即停止</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/progress.py"/>
        <source>Stopping as soon as this step is done; press Ctrl-C again to end at once.</source>
        <translation>完成当前步骤后即停止；再按一次 Ctrl-C 立即结束。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>Surfaces (.stl, one file per structure)</source>
        <translation>表面 (.stl，每个结构一个文件)</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/task.py"/>
        <source>Taking the result in</source>
        <translation>正在载入结果</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/plots.py"/>
        <source>Target entropy</source>
        <translation>目标熵</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/patients.py"/>
        <source>The DICOM database holds no {1} series.</source>
        <extracomment>{1}: modalities</extracomment>
        <translation>DICOM 数据库中没有 {1} 序列。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/exporting.py"/>
        <source>The DICOM file {1} is gone.</source>
        <extracomment>{1}: file</extracomment>
        <translation>DICOM 文件 {1} 已不存在。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/segmentation.py"/>
        <source>The DICOM series {1} lacks what a DICOM segmentation needs, or its SOPClassUID is none that is known.</source>
        <extracomment>{1}: name_of</extracomment>
        <translation>DICOM 序列 {1} 缺少 DICOM 分割所需的信息，或其 SOPClassUID 未知。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/onnx_network.py"/>
        <source>The ONNX file cannot be used: {1}.</source>
        <extracomment>{1}: reason</extracomment>
        <translation>无法使用该 ONNX 文件：{1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/process.py"/>
        <source>The Python of the worker cannot be started: {1}.</source>
        <extracomment>{1}: errorstring</extracomment>
        <translation>无法启动工作进程的 Python：{1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>The Python package {1} is missing.</source>
        <extracomment>{1}: name</extracomment>
        <translation>缺少 Python 软件包 {1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/interpreter.py"/>
        <source>The Python {1}, {2} cannot be started.</source>
        <extracomment>{1}: named, {2}: origin</extracomment>
        <translation>无法启动 Python {1}，{2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/adapt.py"/>
        <source>The adversarial part needs the layers of {1}, and {2} is of the architecture {3}.</source>
        <extracomment>{1}: papers_architecture, {2}: model, {3}: architecture</extracomment>
        <translation>对抗部分需要 {1} 的各层，而 {2} 的架构是 {3}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/estimate.py"/>
        <source>The adversaries of these settings do not fit the architecture {1}.</source>
        <extracomment>{1}: architecture</extracomment>
        <translation>这些设置中的对抗部分不适用于架构 {1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/checkpoint.py"/>
        <source>The checkpoint {1} belongs to a job with other settings ({2}).</source>
        <extracomment>{1}: path, {2}: other</extracomment>
        <translation>检查点 {1} 属于设置不同的作业（{2}）。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/checkpoint.py"/>
        <source>The checkpoint {1} is damaged.</source>
        <extracomment>{1}: path</extracomment>
        <translation>检查点 {1} 已损坏。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cohort.py"/>
        <source>The cohort would have no subjects.</source>
        <translation>这样的队列将没有任何受试者。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/mlflow_run.py"/>
        <source>The curves do not go on in MLflow ({1}); they are in the tables.</source>
        <extracomment>{1}: reason</extracomment>
        <translation>曲线不再写入 MLflow（{1}）；它们在表格中。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/event_file.py"/>
        <source>The curves do not go on in TensorBoard ({1}); they are in the tables.</source>
        <extracomment>{1}: failure</extracomment>
        <translation>曲线不再写入 TensorBoard（{1}）；它们在表格中。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/precision.py"/>
        <source>The device "{1}" is not available: this PyTorch sees {2}.</source>
        <extracomment>{1}: name, {2}: available</extracomment>
        <translation>没有设备“{1}”：此 PyTorch 可见的是 {2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>The disk is full: {1}.</source>
        <extracomment>{1}: text</extracomment>
        <translation>磁盘已满：{1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>The disk or the network folder fails: {1}.</source>
        <extracomment>{1}: text</extracomment>
        <translation>磁盘或网络文件夹出现故障：{1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/model_choice.py"/>
        <source>The expected Dice is extrapolated: {1} was adapted to {2} after it had been calibrated on {3}.</source>
        <extracomment>{1}: name, {2}: upper, {3}: upper2</extracomment>
        <translation>预期 Dice 为外推值：{1} 在 {3} 上校准之后才适配到 {2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/installation.py"/>
        <source>The extension PyTorch, which installs torch, is not there.</source>
        <translation>没有用于安装 torch 的 PyTorch 扩展。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/adapt.py"/>
        <source>The folder of {1} volumes does not exist.</source>
        <extracomment>{1}: upper</extracomment>
        <translation>{1} 体数据的文件夹不存在。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>The folder {1} cannot be written: {2}.</source>
        <extracomment>{1}: path, {2}: strerror</extracomment>
        <translation>无法写入文件夹 {1}：{2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/__init__.py"/>
        <source>The folder {1} does not exist.</source>
        <extracomment>{1}: folder</extracomment>
        <translation>文件夹 {1} 不存在。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/series.py"/>
        <source>The folder {1} holds no DICOM images.</source>
        <extracomment>{1}: folder</extracomment>
        <translation>文件夹 {1} 中没有 DICOM 图像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/__init__.py"/>
        <source>The folder {1} holds no volumes.</source>
        <extracomment>{1}: folder</extracomment>
        <translation>文件夹 {1} 中没有体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/__init__.py"/>
        <source>The folder {1} holds no {2} volumes.</source>
        <extracomment>{1}: folder, {2}: upper</extracomment>
        <translation>文件夹 {1} 中没有 {2} 体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/free_folder.py"/>
        <source>The folder {1} mixes {2} DICOM series.</source>
        <extracomment>{1}: place, {2}: stacks</extracomment>
        <translation>文件夹 {1} 中混有 {2} 个 DICOM 序列。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/seg_nrrd.py"/>
        <source>The header of the segmentation {1} is damaged.</source>
        <extracomment>{1}: path</extracomment>
        <translation>分割 {1} 的文件头已损坏。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/predictors.py"/>
        <source>The image is a single slice, and the model {1} needs a volume.</source>
        <extracomment>{1}: name</extracomment>
        <translation>该图像是单张切片，而模型 {1} 需要体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/work.py"/>
        <source>The inputs were changed while they were in use: {1}.</source>
        <extracomment>{1}: changed</extracomment>
        <translation>输入在使用过程中被更改：{1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/work.py"/>
        <source>The job in {1} was begun with other inputs: {2}.</source>
        <extracomment>{1}: work, {2}: changed</extracomment>
        <translation>{1} 中的作业开始时使用的是其他输入：{2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/nrrd.py"/>
        <source>The label map {1} cannot be read ({2}: {3}).</source>
        <extracomment>{1}: path, {2}: name, {3}: error</extracomment>
        <translation>无法读取标签图 {1}（{2}: {3}）。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/segmentations.py"/>
        <source>The label map {1} does not lie on the grid of the volume {2}.</source>
        <extracomment>{1}: path, {2}: name</extracomment>
        <translation>标签图 {1} 不在体数据 {2} 的网格上。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/free_folder.py"/>
        <source>The label map {1} has no image.</source>
        <extracomment>{1}: labels</extracomment>
        <translation>标签图 {1} 没有对应的图像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>The label map {1} holds no voxels.</source>
        <extracomment>{1}: name</extracomment>
        <translation>标签图 {1} 不含体素。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/segmentations.py"/>
        <source>The label map {1} holds the unknown value {2}.</source>
        <extracomment>{1}: name, {2}: max</extracomment>
        <translation>标签图 {1} 含有未知值 {2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>The label map {1} holds unknown values: {2}.</source>
        <extracomment>{1}: path, {2}: values</extracomment>
        <translation>标签图 {1} 含有未知值：{2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>The label map {1} lies on another grid than its image {2}.</source>
        <extracomment>{1}: labels_path, {2}: image_path</extracomment>
        <translation>标签图 {1} 与其图像 {2} 的网格不同。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/predictors.py"/>
        <source>The memory of the GPU is too small; the CPU computes instead.</source>
        <translation>GPU 内存不足；改由 CPU 计算。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>The memory of the device is exhausted.</source>
        <translation>设备的内存已耗尽。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/choices.py"/>
        <source>The method {1} does not go with the size {2}.</source>
        <extracomment>{1}: method, {2}: size</extracomment>
        <translation>方法 {1} 与规模 {2} 不匹配。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/equipment.py"/>
        <source>The model library did not answer.</source>
        <translation>模型库没有响应。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cases.py"/>
        <source>The model segments {1}, and the label files of {2} are declared to mark {3}.</source>
        <extracomment>{1}: known, {2}: folder, {3}: marked</extracomment>
        <translation>该模型分割 {1}，而 {2} 的标签文件按声明标注的是 {3}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/library.py"/>
        <source>The model that ships is missing from {1}.</source>
        <extracomment>{1}: shipped</extracomment>
        <translation>{1} 中缺少随扩展提供的模型。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/learn.py"/>
        <source>The model {1} is in the library.</source>
        <extracomment>{1}: stem</extracomment>
        <translation>模型 {1} 已存入模型库。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/training.py"/>
        <source>The model {1} was imported as ONNX, and such a network cannot be trained.</source>
        <extracomment>{1}: name</extracomment>
        <translation>模型 {1} 是以 ONNX 形式导入的，这样的网络无法学习。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/files.py"/>
        <source>The name {1} is not valid UTF-8, so no record can name what is written there.</source>
        <extracomment>{1}: shown</extracomment>
        <translation>名称 {1} 不是有效的 UTF-8，因此任何记录都无法指明其中写出的内容。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/files.py"/>
        <source>The name {1}... has {2} bytes; this file system allows {3}.</source>
        <extracomment>{1}: name, {2}: encode, {3}: longest</extracomment>
        <translation>名称 {1}... 有 {2} 字节；此文件系统允许 {3} 字节。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>The name {1}... has {2} characters; that of a model may have {3}.</source>
        <extracomment>{1}: stem, {2}: stem2, {3}: longest_name</extracomment>
        <translation>名称 {1}... 有 {2} 个字符；模型名称最多可有 {3} 个字符。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/onnx_network.py"/>
        <source>The network returns {1} values where {2} are expected.</source>
        <extracomment>{1}: shape, {2}: class_count</extracomment>
        <translation>网络给出 {1} 个值，而应为 {2} 个。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>The others are done.</source>
        <translation>其余均已完成。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/overview.py"/>
        <source>The overview needs</source>
        <translation>总览</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/installation.py"/>
        <source>The packages could not be installed: {1}.</source>
        <extracomment>{1}: error</extracomment>
        <translation>无法安装软件包：{1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/function.py"/>
        <source>The phases are single slices, so these are the numbers of one slice and not of a heart.</source>
        <translation>各时相均为单张切片，因此这些数值属于一张切片，而不是整个心脏。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/pixels.py"/>
        <source>The pixels of {1} are damaged or incomplete.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 的像素已损坏或不完整。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/pixels.py"/>
        <source>The pixels of {1} are damaged, or compressed in a way that cannot be read here ({2}).</source>
        <extracomment>{1}: path, {2}: name</extracomment>
        <translation>{1} 的像素已损坏，或采用了此处无法读取的压缩方式（{2}）。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/choices.py"/>
        <source>The preset {1} is now the size {2} with the method {3}.</source>
        <extracomment>{1}: name, {2}: size, {3}: method</extracomment>
        <translation>预设 {1} 现在是规模 {2} 加方法 {3}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/preprocessing.py"/>
        <source>The region to segment lies outside the image.</source>
        <translation>要分割的区域位于图像之外。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>The result would take the place of the input {1}.</source>
        <extracomment>{1}: path</extracomment>
        <translation>结果会占用输入 {1} 的位置。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/series.py"/>
        <source>The same goes for {1}.</source>
        <extracomment>{1}: listed</extracomment>
        <translation>{1} 也是如此。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>The scene was closed before all phases were saved.</source>
        <translation>场景在所有时相保存之前已关闭。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/segment.py"/>
        <source>The scene was closed meanwhile; the segmentation is in {1}.</source>
        <extracomment>{1}: labels</extracomment>
        <translation>场景在此期间已关闭；分割保存在 {1} 中。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/segmentations.py"/>
        <source>The segmentation is not in the scene any more.</source>
        <translation>该分割已不在场景中。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stored_segmentation.py"/>
        <source>The segmentation {1} holds the segment "{2}", which is none of the structures {3}.</source>
        <extracomment>{1}: path, {2}: segment_label, {3}: names</extracomment>
        <translation>分割 {1} 含有片段“{2}”，它不属于结构 {3}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>The segmentation {1} is not in the scene any more.</source>
        <extracomment>{1}: name</extracomment>
        <translation>分割 {1} 已不在场景中。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/series.py"/>
        <source>The series is not in the scene any more; the segmentations are in {1}.</source>
        <extracomment>{1}: folder</extracomment>
        <translation>该序列已不在场景中；分割结果位于 {1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/series.py"/>
        <source>The series {1} is not in the scene any more.</source>
        <extracomment>{1}: name</extracomment>
        <translation>序列 {1} 已不在场景中。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/series.py"/>
        <source>The series {1}, whose phases the unfinished job segments, is not in the scene.</source>
        <extracomment>{1}: name</extracomment>
        <translation>未完成的任务所分割的序列 {1} 不在场景中。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stack.py"/>
        <source>The slices of the DICOM series {1} are not evenly spaced ({2} to {3} mm); some may be missing.</source>
        <extracomment>{1}: name, {2}: min, {3}: max</extracomment>
        <translation>DICOM 序列 {1} 的切片间距不均匀（{2} 到 {3} mm）；可能缺少切片。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stored_segmentation.py"/>
        <source>The slices of {1} are shifted against each other, as with a tilted gantry.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 的切片相互偏移，如同机架倾斜。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/stages.py"/>
        <source>The training diverged at step {1}: its loss is not a finite number.</source>
        <extracomment>{1}: step</extracomment>
        <translation>训练在第 {1} 步发散：其损失不是有限数。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/torso_training.py"/>
        <source>The training of the localizer goes on from its checkpoint.</source>
        <translation>定位器的训练从其检查点继续。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>The uncertainty map would take the place of {1}, the segmentation of another image.</source>
        <extracomment>{1}: name</extracomment>
        <translation>不确定性图会取代 {1}，即另一幅图像的分割结果。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/task.py"/>
        <source>The unfinished job in {1} cannot be resumed: its owner's file is lost.</source>
        <extracomment>{1}: path</extracomment>
        <translation>无法继续 {1} 中未完成的作业：其所有者文件已丢失。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/evaluation/heart_function.py"/>
        <source>The volume of {1} differs by {2} % between the phases, less than in any heart that beats: they may show one moment, or the segmentations may be wrong.</source>
        <extracomment>{1}: name, {2}: ef_percent</extracomment>
        <translation>{1} 的容积在各时相之间只相差 {2} %，小于任何跳动的心脏：这些时相可能是同一时刻，或分割有误。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>The volume {1} holds no voxels.</source>
        <extracomment>{1}: name</extracomment>
        <translation>体数据 {1} 不含体素。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>The volume {1} is not in the scene any more.</source>
        <extracomment>{1}: name</extracomment>
        <translation>体数据 {1} 已不在场景中。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/export.py"/>
        <source>The volume {1} was changed while it was exported.</source>
        <extracomment>{1}: name</extracomment>
        <translation>体数据 {1} 在导出过程中被更改。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/learn.py"/>
        <source>The worker names no model among its results.</source>
        <translation>工作进程的结果中没有模型。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/segment.py"/>
        <source>The worker names no segmentation among its results.</source>
        <translation>工作进程的结果中没有分割。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>The worker on {1} ended with code {2} before its work was done.</source>
        <extracomment>{1}: host, {2}: code</extracomment>
        <translation>{1} 上的工作进程在完成之前以代码 {2} 结束。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/outcome.py"/>
        <source>The worker reports that it is done, but {1} cannot be read.</source>
        <extracomment>{1}: unreadable</extracomment>
        <translation>工作进程报告已完成，但无法读取 {1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/outcome.py"/>
        <source>The worker {1} before its work was done.</source>
        <extracomment>{1}: how</extracomment>
        <translation>工作进程在完成之前{1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>The {1} goes on beyond {2} of the scan.</source>
        <extracomment>{1}: subject, {2}: listed</extracomment>
        <translation>{1}延伸到了扫描{2}之外。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/names.py"/>
        <source>There is a model called {1} already.</source>
        <extracomment>{1}: stem</extracomment>
        <translation>已有名为 {1} 的模型。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>There is no connection to {1}, or it was lost.</source>
        <extracomment>{1}: host</extracomment>
        <translation>无法连接到 {1}，或连接已中断。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/precision.py"/>
        <source>There is no kind of device called "{1}".</source>
        <extracomment>{1}: name</extracomment>
        <translation>没有名为“{1}”的设备类型。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>There is no model at {1}.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 处没有模型。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySeg.py"/>
        <source>There is no model called "{1}" in the library.</source>
        <extracomment>{1}: model</extracomment>
        <translation>模型库中没有名为“{1}”的模型。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySeg.py"/>
        <source>There is no model file {1}.</source>
        <extracomment>{1}: model</extracomment>
        <translation>没有模型文件 {1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/library.py"/>
        <source>There is no model {1}, neither as a file nor in the library.</source>
        <extracomment>{1}: name</extracomment>
        <translation>没有模型 {1}，它既不是文件，也不在模型库中。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/label_maps.py"/>
        <source>There is no result of segment in {1}.</source>
        <extracomment>{1}: inputs</extracomment>
        <translation>{1} 中没有 segment 的结果。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>There is no ssh on this computer.</source>
        <translation>本机没有 ssh。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/choices.py"/>
        <source>There is no {1} {2}.</source>
        <extracomment>{1}: kind, {2}: name</extracomment>
        <translation>没有{1} {2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>These are a few slices, so completeness and volumes cannot be judged.</source>
        <translation>这只是少数几张切片，因此无法判断完整性和体积。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>These look like the numbers of {1}: {2}.</source>
        <extracomment>{1}: collection, {2}: number</extracomment>
        <translation>这些看起来是 {1} 的数字：{2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/equipment.py"/>
        <source>This Python cannot run the worker.</source>
        <translation>此 Python 无法运行工作进程。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/equipment.py"/>
        <source>This Python lacks {1}.</source>
        <extracomment>{1}: missing</extracomment>
        <translation>此 Python 缺少 {1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/adapt.py"/>
        <source>This adaptation reads no label files, of which --labels could say something.</source>
        <translation>此次适配不读取任何标签文件，--labels 无从说明。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>This is a single slice, so completeness and volumes cannot be judged.</source>
        <translation>这是单张切片，因此无法判断完整性和体积。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/outcome.py"/>
        <source>This is how a system ends programs when its memory is exhausted.</source>
        <translation>内存耗尽时，系统会这样结束程序。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/installation.py"/>
        <source>Together about {1} MB and what these need themselves.</source>
        <extracomment>{1}: sum</extracomment>
        <translation>合计约 {1} MB，另加它们自身所需的软件包。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/train.py"/>
        <source>Train model</source>
        <translation>训练模型</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/adapt.py"/>
        <source>Train one from labeled volumes in the section below, or import one.</source>
        <translation>请在下方用带标签的体数据训练一个，或导入一个。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/train.py"/>
        <source>Train {1} model</source>
        <extracomment>{1}: upper</extracomment>
        <translation>训练 {1} 模型</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/plots.py"/>
        <source>Training loss</source>
        <translation>训练损失</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/plots.py"/>
        <source>Training loss of the localizer</source>
        <translation>定位器的训练损失</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/on_maps.py"/>
        <source>Training the segmenter</source>
        <translation>正在训练分割模型</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>Unexpected problem: {1}: {2}.</source>
        <extracomment>{1}: name, {2}: text</extracomment>
        <translation>意外问题：{1}: {2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/recognizing.py"/>
        <source>Unpack it and choose the files in it.</source>
        <translation>请解压并选择其中的文件。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/recognizing.py"/>
        <source>Unpack it and choose the folder with its files.</source>
        <translation>请解压并选择其文件所在的文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/names.py"/>
        <source>Use letters, digits, spaces, dots and dashes.</source>
        <translation>请使用字母、数字、空格、点和连字符。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>Use one of the endings .seg.nrrd, {1}.</source>
        <extracomment>{1}: writable_suffixes</extracomment>
        <translation>请使用以下后缀之一：.seg.nrrd、{1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>Use the ending .seg.nrrd or .nii.gz, or name a folder for STL.</source>
        <translation>请使用后缀 .seg.nrrd 或 .nii.gz，或为 STL 指定一个文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/train.py"/>
        <source>Use the size with which it was trained, {1}.</source>
        <extracomment>{1}: size</extracomment>
        <translation>请使用训练它时的规模 {1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>Use {1}.</source>
        <extracomment>{1}: values_text</extracomment>
        <translation>请使用 {1}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/plots.py"/>
        <source>Validator score</source>
        <translation>验证器得分</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/sample.py"/>
        <source>Virtual patients</source>
        <translation>虚拟患者</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/lock.py"/>
        <source>Wait until it ends, or stop it.</source>
        <translation>请等待其结束，或将其停止。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/adapting.py"/>
        <source>Warming up the critic</source>
        <translation>正在预热判别器</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/label_order.py"/>
        <source>Warning: {1} If the numbers mean something else, state it with --labels.</source>
        <extracomment>{1}: sentence</extracomment>
        <translation>警告：{1} 如果这些数字另有含义，请用 --labels 说明。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/training.py"/>
        <source>What the localizer has learned is kept.</source>
        <translation>定位器已学到的内容会保留。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/doing.py"/>
        <source>What was finished before is kept.</source>
        <translation>之前已完成的内容会保留。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>What was sent is kept there.</source>
        <translation>已发送的内容保留在那里。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>Write HOST or HOST:PYTHON, as in gpu:env/bin/python.</source>
        <translation>请写成 HOST 或 HOST:PYTHON，例如 gpu:env/bin/python。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/label_file.py"/>
        <source>Write NAME=NUMBER,...; the names are {1}, background.</source>
        <extracomment>{1}: names</extracomment>
        <translation>请写成 NAME=NUMBER,...；可用的名称为 {1}、background。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/evaluation/results.py"/>
        <source>Write it again with evaluate or benchmark.</source>
        <translation>请用 evaluate 或 benchmark 重新写出。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/series.py"/>
        <source>a single phase</source>
        <translation>单个时相</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>and {1} more</source>
        <extracomment>{1}: listed</extracomment>
        <translation>以及另外 {1} 个</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/field.py"/>
        <source>back</source>
        <translation>后侧</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/outcome.py"/>
        <source>ended with code {1}</source>
        <extracomment>{1}: exit_code</extracomment>
        <translation>以代码 {1} 结束</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/field.py"/>
        <source>front</source>
        <translation>前侧</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/anatomy.py"/>
        <source>heart</source>
        <translation>心脏</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/fast.py"/>
        <source>high</source>
        <translation>高</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/fast.py"/>
        <source>inside</source>
        <translation>内部</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>it holds an unexpected file ({1})</source>
        <extracomment>{1}: strange</extracomment>
        <translation>其中含有意料之外的文件（{1}）</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>it holds the same file twice</source>
        <translation>其中有重复的文件</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>it is a folder</source>
        <translation>它是文件夹</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>it is damaged ({1})</source>
        <extracomment>{1}: error</extracomment>
        <translation>它已损坏（{1}）</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>it is not a complete zip file ({1})</source>
        <extracomment>{1}: error</extracomment>
        <translation>它不是完整的 zip 文件（{1}）</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>its files are not those that {1} lists</source>
        <extracomment>{1}: card</extracomment>
        <translation>其文件与 {1} 所列不符</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>its files overlap</source>
        <translation>其文件相互重叠</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>its weights are damaged ({1})</source>
        <extracomment>{1}: error</extracomment>
        <translation>其权重已损坏（{1}）</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/field.py"/>
        <source>left side</source>
        <translation>左侧</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/fast.py"/>
        <source>low</source>
        <translation>低</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/field.py"/>
        <source>lower end</source>
        <translation>下端</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/precision.py"/>
        <source>no usable Apple GPU</source>
        <translation>没有可用的 Apple GPU</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/precision.py"/>
        <source>no usable GPU</source>
        <translation>没有可用的 GPU</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/series.py"/>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/networks/precision.py"/>
        <source>only {1} usable GPU{2}</source>
        <extracomment>{1}: gpus, {2}: gpus2</extracomment>
        <translation>只有 {1} 个可用的 GPU{2}</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>overview</source>
        <translation>总览</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>reading the model</source>
        <translation>正在读取模型</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/field.py"/>
        <source>right side</source>
        <translation>右侧</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>segmenting</source>
        <translation>正在分割</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>several samples per pixel</source>
        <translation>每个像素有多个样本</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>tensor {1} is {2} where {3} is expected</source>
        <extracomment>{1}: name, {2}: held, {3}: needed</extracomment>
        <translation>张量 {1} 为 {2}，而应为 {3}</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/evaluation/results.py"/>
        <source>the file</source>
        <translation>该文件</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>the volume</source>
        <translation>该体数据</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>the {1}</source>
        <extracomment>{1}: side</extracomment>
        <translation>{1}</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/estimate.py"/>
        <source>this machine's CPU</source>
        <translation>本机的 CPU</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/installation.py"/>
        <source>torch was not installed.</source>
        <translation>torch 没有安装成功。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/field.py"/>
        <source>upper end</source>
        <translation>上端</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cohort.py"/>
        <source>virtual patients</source>
        <translation>虚拟患者</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/outcome.py"/>
        <source>was ended from outside or crashed</source>
        <translation>被外部结束或崩溃</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/installation.py"/>
        <source>{1}  ({2} MB), ten times that with GPU support; the extension PyTorch installs it.</source>
        <extracomment>{1}: specifier, {2}: size_mb</extracomment>
        <translation>{1}  （{2} MB），支持 GPU 时为其十倍；由 PyTorch 扩展安装。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/choosing.py"/>
        <source>{1} ({2}) was chosen of {3} series of its study because {4}; left aside: {5}.</source>
        <extracomment>{1}: title, {2}: portrait, {3}: ones, {4}: deciding, {5}: names</extracomment>
        <translation>在其检查的 {3} 个序列中选择了 {1}（{2}），因为 {4}；未采用：{5}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>{1} --all-series segments all {2} of the study.</source>
        <extracomment>{1}: reason, {2}: others</extracomment>
        <translation>{1} --all-series 会分割该检查的全部 {2} 个序列。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/doctor.py"/>
        <source>{1} CPU cores, {2} threads</source>
        <extracomment>{1}: cpu_count, {2}: get_num_threads</extracomment>
        <translation>{1} 个 CPU 核心，{2} 个线程</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/sample.py"/>
        <source>{1} MR and {1} CT patients are in {2}.</source>
        <extracomment>{1}: count, {2}: place</extracomment>
        <translation>{1} 个 MR 和 {1} 个 CT 患者已存入 {2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/anatomies.py"/>
        <source>{1} anatomies cannot serve {2} groups of subjects that must not share one.</source>
        <extracomment>{1}: files, {2}: filled</extracomment>
        <translation>{1} 个解剖结构不足以供 {2} 组不得共用同一结构的受试者使用。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/mmwhs.py"/>
        <source>{1} and {2} are the same {3} twice.</source>
        <extracomment>{1}: files, {2}: path, {3}: match</extracomment>
        <translation>{1} 和 {2} 是重复的同一个 {3}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/label_maps.py"/>
        <source>{1} and {2} have the same name, and so would what is made of them.</source>
        <extracomment>{1}: twice, {2}: twice2</extracomment>
        <translation>{1} 与 {2} 同名，由它们生成的结果也会同名。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/segmentations.py"/>
        <source>{1} and {2} lie under different transforms.</source>
        <extracomment>{1}: getname, {2}: getname2</extracomment>
        <translation>{1} 和 {2} 处于不同的变换之下。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/free_folder.py"/>
        <source>{1} and {2} would both be the subject {3}.</source>
        <extracomment>{1}: path_of, {2}: path_of2, {3}: name</extracomment>
        <translation>{1} 和 {2} 都会成为受试者 {3}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>{1} cannot be opened: {2}.</source>
        <extracomment>{1}: filename, {2}: strerror</extracomment>
        <translation>无法打开 {1}：{2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/folder.py"/>
        <source>{1} cannot be read ({2}).</source>
        <extracomment>{1}: job_file, {2}: error</extracomment>
        <translation>无法读取 {1}（{2}）。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/anatomies.py"/>
        <source>{1} cannot be read as a label volume.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 无法作为标签体数据读取。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/evaluation/results.py"/>
        <source>{1} cannot be read: {2}.</source>
        <extracomment>{1}: path, {2}: strerror</extracomment>
        <translation>无法读取 {1}：{2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/folder.py"/>
        <source>{1} cannot be trusted: {2}.</source>
        <extracomment>{1}: job_file, {2}: error</extracomment>
        <translation>{1} 不可信：{2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{1} contains voxels that are not finite numbers (NaN or infinity).</source>
        <extracomment>{1}: name</extracomment>
        <translation>{1} 含有非有限数（NaN 或无穷大）的体素。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{1} could not be written completely, as happens when the disk is full.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 没有完整写出，磁盘已满时会发生这种情况。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>{1} could not be written, as happens when the disk is full.</source>
        <extracomment>{1}: path</extracomment>
        <translation>无法写出 {1}，磁盘已满时会发生这种情况。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/durations.py"/>
        <source>{1} days</source>
        <extracomment>{1}: seconds</extracomment>
        <translation>{1} 天</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/label_file.py"/>
        <source>{1} describes no label set: {2}.</source>
        <extracomment>{1}: path, {2}: error</extracomment>
        <translation>{1} 没有描述标签集：{2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{1} does not exist.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 不存在。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>{1} does not fit ({2}: {3})</source>
        <extracomment>{1}: card, {2}: where, {3}: problem</extracomment>
        <translation>{1} 不符合要求（{2}: {3}）</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{1} does not fit into memory.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 超出内存容量。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/pixels.py"/>
        <source>{1} does not state how its pixels become gray values.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 没有说明如何将像素换算为灰度值。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/nifti.py"/>
        <source>{1} does not state how its voxels lie in the patient; its first voxel is taken for the rightmost, foremost and lowest.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 没有说明其体素在患者体内的位置；其第一个体素被视为最右、最前、最低处。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/train.py"/>
        <source>{1} does not state on which volume of the scene it was made.</source>
        <extracomment>{1}: getname</extracomment>
        <translation>{1} 没有说明它是基于场景中哪个体数据制作的。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/frames.py"/>
        <source>{1} does not state where its slice lies in the patient.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 没有说明其切片在患者体内的位置。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/batch.py"/>
        <source>{1} done, {2} to check; the overview is {3} in {4}.</source>
        <extracomment>{1}: cases, {2}: flagged, {3}: page, {4}: out</extracomment>
        <translation>已完成 {1} 个，{2} 个需要检查；总览是 {4} 中的 {3}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>{1} exists already, and is not from this job.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 已存在，且不属于此作业。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/files.py"/>
        <source>{1} exists already.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 已存在。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/train.py"/>
        <source>{1} has a network of another size.</source>
        <extracomment>{1}: initial</extracomment>
        <translation>{1} 的网络规模不同。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{1} has a position or direction that is not a number.</source>
        <extracomment>{1}: name</extracomment>
        <translation>{1} 的位置或方向不是数字。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{1} has a voxel spacing of zero.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 的体素间距为零。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{1} has a voxel spacing of {2} mm, outside {3} to {4} mm.</source>
        <extracomment>{1}: name, {2}: shown, {3}: low, {4}: high</extracomment>
        <translation>{1} 的体素间距为 {2} mm，超出 {3} 到 {4} mm 的范围。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{1} has a voxel spacing or position of {2} mm, which no image has.</source>
        <extracomment>{1}: path, {2}: largest</extracomment>
        <translation>{1} 的体素间距或位置为 {2} mm，没有图像会是这样。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{1} has a voxel spacing or position that is not a number.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 的体素间距或位置不是数字。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/nifti.py"/>
        <source>{1} has a voxel spacing or position that is zero or not a number.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 的体素间距或位置为零或不是数字。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/train_on_maps.py"/>
        <source>{1} has another network.</source>
        <extracomment>{1}: initial</extracomment>
        <translation>{1} 的网络不同。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{1} has axes that are far from perpendicular.</source>
        <extracomment>{1}: name</extracomment>
        <translation>{1} 的轴远非相互垂直。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>{1} has axes that are not perpendicular (tilted gantry or shearing transform) or a position that is not a number.</source>
        <extracomment>{1}: name</extracomment>
        <translation>{1} 的轴不相互垂直（机架倾斜或剪切变换），或其位置不是数字。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{1} has axes that do not span a space.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 的轴不能构成空间。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/plain_images.py"/>
        <source>{1} has fewer than {2} gray values, as a drawing or a label map has.</source>
        <extracomment>{1}: path, {2}: least_gray_values</extracomment>
        <translation>{1} 的灰度值少于 {2} 个，像是绘图或标签图。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{1} has its voxels in several files.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 的体素分布在多个文件中。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{1} has its voxels in {2}, which is not there.</source>
        <extracomment>{1}: path, {2}: name</extracomment>
        <translation>{1} 的体素位于 {2} 中，而该文件不存在。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cases.py"/>
        <source>{1} has no labeled volumes.</source>
        <extracomment>{1}: folder</extracomment>
        <translation>{1} 中没有带标签的体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cases.py"/>
        <source>{1} has no subject called {2}.</source>
        <extracomment>{1}: folder, {2}: missing</extracomment>
        <translation>{1} 中没有名为 {2} 的受试者。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>{1} has no valid header</source>
        <extracomment>{1}: weights</extracomment>
        <translation>{1} 没有有效的文件头</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/plain_images.py"/>
        <source>{1} has text or a scale bar in it.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 中有文字或比例尺。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>{1} has version {2}, this machine {3}.</source>
        <extracomment>{1}: host, {2}: there, {3}: version</extracomment>
        <translation>{1} 的版本是 {2}，本机是 {3}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/folder.py"/>
        <source>{1} holds a different job.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 中是另一个作业。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{1} holds more voxels than its header states.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 中的体素多于其文件头所述。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/tissue_map.py"/>
        <source>{1} holds no heart, whose place ours could take.</source>
        <extracomment>{1}: file</extracomment>
        <translation>{1} 中没有可供替换的心脏。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/anatomies.py"/>
        <source>{1} holds no label volume (*.nii.gz).</source>
        <extracomment>{1}: folder</extracomment>
        <translation>{1} 中没有标签体数据 (*.nii.gz)。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/tissue_map.py"/>
        <source>{1} holds no tissue maps (*.npz).</source>
        <extracomment>{1}: folder</extracomment>
        <translation>{1} 中没有组织图 (*.npz)。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/train_on_maps.py"/>
        <source>{1} holds no tissue maps, from which {2} learns.</source>
        <extracomment>{1}: data, {2}: architecture</extracomment>
        <translation>{1} 中没有 {2} 学习所需的组织图。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/train_on_maps.py"/>
        <source>{1} holds tissue maps, which have neither label files nor subjects.</source>
        <extracomment>{1}: data</extracomment>
        <translation>{1} 中是组织图，既没有标签文件，也没有受试者。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{1} holds voxels of an unknown type.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 的体素类型未知。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/plain_images.py"/>
        <source>{1} holds {2} pages.</source>
        <extracomment>{1}: path, {2}: count</extracomment>
        <translation>{1} 有 {2} 页。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/series.py"/>
        <source>{1} holds {2}.</source>
        <extracomment>{1}: name, {2}: count</extracomment>
        <translation>{1} 含有 {2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{1} is a 2D image without spatial metadata.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 是没有空间元数据的二维图像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>{1} is a DICOM file without an image (modality {2}).</source>
        <extracomment>{1}: path, {2}: modality</extracomment>
        <translation>{1} 是不含图像的 DICOM 文件（模态 {2}）。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>{1} is a DICOM object of the kind {2}, not an image.</source>
        <extracomment>{1}: path, {2}: removesuffix</extracomment>
        <translation>{1} 是 {2} 类型的 DICOM 对象，不是图像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>{1} is a DICOM object of the modality {2}, not an image.</source>
        <extracomment>{1}: path, {2}: modality</extracomment>
        <translation>{1} 是模态为 {2} 的 DICOM 对象，不是图像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>{1} is a DICOMDIR, the table of contents of a disc, and holds no images itself.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 是 DICOMDIR，即光盘的目录，本身不含图像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>{1} is a color image ({2}).</source>
        <extracomment>{1}: path, {2}: color</extracomment>
        <translation>{1} 是彩色图像（{2}）。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>{1} is a color image: its pixels are numbers of colors in a palette.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 是彩色图像：其像素是调色板中颜色的编号。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{1} is a color or vector image.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 是彩色或矢量图像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>{1} is a color or vector volume, or a time series.</source>
        <extracomment>{1}: name</extracomment>
        <translation>{1} 是彩色或矢量体数据，或时间序列。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>{1} is a label map, not an image.</source>
        <extracomment>{1}: name</extracomment>
        <translation>{1} 是标签图，不是图像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/files.py"/>
        <source>{1} is a link, or no file, and is not written through.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 是链接或不是文件，不会通过它写入。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/kinds.py"/>
        <source>{1} is a scout (localizer), by its header.</source>
        <extracomment>{1}: path</extracomment>
        <translation>从文件头看，{1} 是定位像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/series.py"/>
        <source>{1} is a series of uncertainty maps, not of images.</source>
        <extracomment>{1}: name</extracomment>
        <translation>{1} 是不确定性图序列，而不是图像序列。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/function.py"/>
        <source>{1} is a single phase.</source>
        <extracomment>{1}: phases</extracomment>
        <translation>{1} 是单个时相。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/choosing.py"/>
        <source>{1} is a single slice.</source>
        <extracomment>{1}: title</extracomment>
        <translation>{1} 是单张切片。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>{1} is a time series.</source>
        <extracomment>{1}: name</extracomment>
        <translation>{1} 是时间序列。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{1} is a {2}-dimensional image.</source>
        <extracomment>{1}: path, {2}: dimension</extracomment>
        <translation>{1} 是 {2} 维图像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>{1} is an uncertainty map, not an image.</source>
        <extracomment>{1}: name</extracomment>
        <translation>{1} 是不确定性图，不是图像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/lock.py"/>
        <source>{1} is at work in {2}.</source>
        <extracomment>{1}: owner, {2}: parent</extracomment>
        <translation>{1} 正在 {2} 中工作。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>{1} is compressed or encrypted</source>
        <extracomment>{1}: filename</extracomment>
        <translation>{1} 被压缩或加密</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>{1} is cut off at {2} of the scan; its {3} ml are incomplete.</source>
        <extracomment>{1}: title, {2}: listed, {3}: volume_ml</extracomment>
        <translation>{1}在扫描{2}被截断；其 {3} ml 并不完整。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{1} is damaged or incomplete.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 已损坏或不完整。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>{1} is damaged: it is not as it was written, and cannot be read.</source>
        <extracomment>{1}: segmentation</extracomment>
        <translation>{1} 已损坏：它与写出时不一致，无法读取。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/nifti.py"/>
        <source>{1} is incomplete: it holds {2} of {3} bytes of voxels.</source>
        <extracomment>{1}: path, {2}: found, {3}: stored</extracomment>
        <translation>{1} 不完整：{3} 字节的体素中只有 {2} 字节。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{1} is incomplete: it is too short for the voxels that its header promises.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 不完整：它太短，容不下其文件头所述的体素。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>{1} is missing</source>
        <extracomment>{1}: missing</extracomment>
        <translation>缺少 {1}</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/evaluation/heart_function.py"/>
        <source>{1} is missing in phases {2}, which do not count for its function.</source>
        <extracomment>{1}: name, {2}: without</extracomment>
        <translation>时相 {2} 中缺少 {1}，不计入其功能计算。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>{1} is missing.</source>
        <extracomment>{1}: title</extracomment>
        <translation>{1}缺失。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/errors.py"/>
        <source>{1} is missing; it may have been deleted, renamed or disconnected during the work.</source>
        <extracomment>{1}: text</extracomment>
        <translation>{1} 缺失；它可能在工作期间被删除、重命名或断开了连接。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/datasets/label_file.py"/>
        <source>{1} is neither a label set that ships nor a file that describes one.</source>
        <extracomment>{1}: chosen</extracomment>
        <translation>{1} 既不是随扩展提供的标签集，也不是描述标签集的文件。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>{1} is neither a segmentation nor a label map.</source>
        <extracomment>{1}: name</extracomment>
        <translation>{1} 既不是分割，也不是标签图。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/causes.py"/>
        <source>{1} is not a DICOM file, or its header is damaged.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 不是 DICOM 文件，或其文件头已损坏。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/stored_segmentation.py"/>
        <source>{1} is not a DICOM segmentation of parallel slices.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 不是由平行切片组成的 DICOM 分割。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>{1} is not a DICOM series, which a DICOM segmentation has to refer to.</source>
        <extracomment>{1}: title</extracomment>
        <translation>{1} 不是 DICOM 序列，而 DICOM 分割必须引用 DICOM 序列。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/plain_images.py"/>
        <source>{1} is not a PNG or TIFF image.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 不是 PNG 或 TIFF 图像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/seg_nrrd.py"/>
        <source>{1} is not a segmentation in three dimensions.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 不是三维分割。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/series.py"/>
        <source>{1} is not a series of volumes.</source>
        <extracomment>{1}: name</extracomment>
        <translation>{1} 不是体数据的序列。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{1} is not a time series of volumes.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 不是体数据的时间序列。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/series.py"/>
        <source>{1} is not a time series.</source>
        <extracomment>{1}: name</extracomment>
        <translation>{1} 不是时间序列。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/tissue_map.py"/>
        <source>{1} is not a tissue map.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 不是组织图。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>{1} is not a usable model: {2}.</source>
        <extracomment>{1}: path, {2}: reason</extracomment>
        <translation>{1} 不是可用的模型：{2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/job_file.py"/>
        <source>{1} is not a valid job ({2}: {3}).</source>
        <extracomment>{1}: job_file, {2}: where, {3}: problem</extracomment>
        <translation>{1} 不是有效的作业（{2}: {3}）。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/evaluation/results.py"/>
        <source>{1} is not a valid results.json: {2}: {3}.</source>
        <extracomment>{1}: path, {2}: where, {3}: problem</extracomment>
        <translation>{1} 不是有效的 results.json：{2}: {3}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>{1} is not a volume.</source>
        <extracomment>{1}: name</extracomment>
        <translation>{1} 不是体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{1} is not an image.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 不是图像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>{1} is not another machine.</source>
        <extracomment>{1}: text</extracomment>
        <translation>{1} 不是另一台机器。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/segment.py"/>
        <source>{1} is not being edited any more; the heart is in {2}.</source>
        <extracomment>{1}: getname, {2}: getname2</extracomment>
        <translation>{1} 已不在编辑中；心脏分割保存在 {2} 中。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/library.py"/>
        <source>{1} is not in your library folder {2}.</source>
        <extracomment>{1}: found, {2}: folder</extracomment>
        <translation>{1} 不在您的模型库文件夹 {2} 中。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/adapt_whole_heart.py"/>
        <source>{1} is of the architecture {2}, which the papers' adversaries do not fit.</source>
        <extracomment>{1}: model, {2}: architecture</extracomment>
        <translation>{1} 的架构是 {2}，论文中的对抗部分不适用于它。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>{1} is of the structures {2}, and another one of {3}.</source>
        <extracomment>{1}: getname, {2}: names, {3}: names2</extracomment>
        <translation>{1} 包含结构 {2}，而另一个包含 {3}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>{1} is one file, and a beat is measured from one for each phase.</source>
        <extracomment>{1}: title</extracomment>
        <translation>{1} 是单个文件，而测量心动周期需要每个期相一个文件。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>{1} is one file, and there are {2} images to segment.</source>
        <extracomment>{1}: path, {2}: found</extracomment>
        <translation>{1} 是单个文件，而要分割的图像有 {2} 幅。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/mlflow_run.py"/>
        <source>{1} is set, but MLflow is not installed; install it with: pip install "CrossModalitySegLib[{2}]".</source>
        <extracomment>{1}: address, {2}: extra_of</extracomment>
        <translation>已设置 {1}，但未安装 MLflow；请用以下命令安装：pip install "CrossModalitySegLib[{2}]"。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/nifti.py"/>
        <source>{1} is the header of a NIfTI image in two files.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 是由两个文件组成的 NIfTI 图像的文件头。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/library.py"/>
        <source>{1} is the model itself.</source>
        <extracomment>{1}: target</extracomment>
        <translation>{1} 就是该模型本身。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/choosing.py"/>
        <source>{1} is the only series of its study.</source>
        <extracomment>{1}: title</extracomment>
        <translation>{1} 是其检查中唯一的序列。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>{1} is the record of {2}, and would become that of {3}.</source>
        <extracomment>{1}: name, {2}: name2, {3}: name3</extracomment>
        <translation>{1} 是 {2} 的记录，会变成 {3} 的记录。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>{1} is too large</source>
        <extracomment>{1}: filename</extracomment>
        <translation>{1} 太大</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/plain_images.py"/>
        <source>{1} is too large for one slice.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 太大，不像是单张切片。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/anatomies.py"/>
        <source>{1} lacks {2}.</source>
        <extracomment>{1}: path, {2}: missing</extracomment>
        <translation>{1} 缺少 {2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/mlflow_run.py"/>
        <source>{1} leads off this machine, where no data is sent; name a folder there to have curves in MLflow.</source>
        <extracomment>{1}: address</extracomment>
        <translation>{1} 指向本机之外，数据不会发送到那里；要在 MLflow 中保存曲线，请指定本机的文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>{1} left out: earlier results.</source>
        <extracomment>{1}: listed</extracomment>
        <translation>{1}已跳过：先前的结果。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>{1} left out: folders of label maps, by their names.</source>
        <extracomment>{1}: listed</extracomment>
        <translation>{1}已跳过：从名称看是标签图文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>{1} left out: images that are colored or show few gray values.</source>
        <extracomment>{1}: listed</extracomment>
        <translation>{1}已跳过：彩色或灰度值很少的图像。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>{1} left out: label files, by their names.</source>
        <extracomment>{1}: listed</extracomment>
        <translation>{1}已跳过：从名称看是标签文件。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/inputs.py"/>
        <source>{1} left out: uncertainty maps, by their names.</source>
        <extracomment>{1}: listed</extracomment>
        <translation>{1}已跳过：从名称看是不确定性图。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>{1} lies in several pieces; the second has {2} of the size of the first.</source>
        <extracomment>{1}: title, {2}: second_pieces</extracomment>
        <translation>{1}分成若干块；第二块的大小是第一块的 {2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/evaluation/metrics.py"/>
        <source>{1} lies on another grid {2} than its reference {3}.</source>
        <extracomment>{1}: name, {2}: grid, {3}: grid2</extracomment>
        <translation>{1} 的网格 {2} 与其参考的网格 {3} 不同。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/volumes.py"/>
        <source>{1} lies under a transform that is not linear.</source>
        <extracomment>{1}: name</extracomment>
        <translation>{1} 处于非线性变换之下。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/cases.py"/>
        <source>{1} marks none of the structures {2}.</source>
        <extracomment>{1}: label, {2}: names</extracomment>
        <translation>{1} 没有标记任何结构（{2}）。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/labels.py"/>
        <source>{1} marks nothing inside {2}.</source>
        <extracomment>{1}: getname, {2}: name</extracomment>
        <translation>{1} 在 {2} 内没有标记任何内容。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>{1} may be wrong: expected Dice {2}.</source>
        <extracomment>{1}: title, {2}: expected</extracomment>
        <translation>{1}可能有误：预期 Dice 为 {2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/plain_images.py"/>
        <source>{1} may have a letter or a mark drawn into it; check the result.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 中可能绘有字母或标记；请检查结果。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/inference/quality.py"/>
        <source>{1} measures {2} ml; the training subjects had {3} to {4} ml.</source>
        <extracomment>{1}: title, {2}: volume_ml, {3}: low, {4}: high</extracomment>
        <translation>{1}为 {2} ml；训练受试者为 {3} 到 {4} ml。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/plain_images.py"/>
        <source>{1} measures {2} pixels, outside {3} to {4}.</source>
        <extracomment>{1}: path, {2}: shown, {3}: low, {4}: high</extracomment>
        <translation>{1} 的尺寸为 {2} 像素，超出 {3} 到 {4} 的范围。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{1} measures {2} voxels, which does not fit into memory.</source>
        <extracomment>{1}: path, {2}: shown</extracomment>
        <translation>{1} 的尺寸为 {2} 体素，超出内存容量。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/durations.py"/>
        <source>{1} min</source>
        <extracomment>{1}: seconds</extracomment>
        <translation>{1} 分钟</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/files.py"/>
        <source>{1} names no format that can be written.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 没有指明可写出的格式。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{1} names voxels outside its own folder: {2}.</source>
        <extracomment>{1}: path, {2}: name</extracomment>
        <translation>{1} 指向其自身文件夹之外的体素：{2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/segment.py"/>
        <source>{1} of {2} inputs failed.</source>
        <extracomment>{1}: failures, {2}: count</extracomment>
        <translation>{2} 个输入中有 {1} 个失败。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/jobs/remote.py"/>
        <source>{1} on {2} cannot do the work.</source>
        <extracomment>{1}: python, {2}: host</extracomment>
        <translation>{2} 上的 {1} 无法完成计算。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/learning/distributed.py"/>
        <source>{1} processes cannot share the GPU of an Apple computer.</source>
        <extracomment>{1}: size</extracomment>
        <translation>{1} 个进程无法共用一台 Apple 电脑的 GPU。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/environment.py"/>
        <source>{1} processes were started for {2}, which is the work of one.</source>
        <extracomment>{1}: size, {2}: what</extracomment>
        <translation>为“{2}”启动了 {1} 个进程，而这项工作只由一个进程完成。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/train.py"/>
        <source>{1} segments {2}, and the data are labeled with {3}.</source>
        <extracomment>{1}: initial, {2}: names, {3}: names2</extracomment>
        <translation>{1} 分割的是 {2}，而数据的标签是 {3}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/train_on_maps.py"/>
        <source>{1} segments {2}, and tissue maps distinguish {3}.</source>
        <extracomment>{1}: initial, {2}: names, {3}: names2</extracomment>
        <translation>{1} 分割 {2}，而组织图区分 {3}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/adapt.py"/>
        <source>{1} segments {2}, not {3}.</source>
        <extracomment>{1}: model, {2}: upper, {3}: upper2</extracomment>
        <translation>{1} 分割的是 {2}，而不是 {3}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/function.py"/>
        <source>{1} shows another view than {2}, so they are not phases of one beat.</source>
        <extracomment>{1}: name, {2}: name2</extracomment>
        <translation>{1} 显示的视图与 {2} 不同，因此它们不是同一次心跳的时相。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{1} skips part of its data file.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 跳过了其数据文件的一部分。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/headers.py"/>
        <source>{1} stores its voxels in an unknown encoding.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 以未知的编码存储体素。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/extras.py"/>
        <source>{1} the Python package {2}, which is not installed.</source>
        <extracomment>{1}: what, {2}: package</extracomment>
        <translation>{1}需要 Python 软件包 {2}，但尚未安装。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/archive.py"/>
        <source>{1} was changed after it was written</source>
        <extracomment>{1}: card</extracomment>
        <translation>{1} 在写出之后被更改过</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>{1} was made when its input {2} had different content.</source>
        <extracomment>{1}: segmentation, {2}: title</extracomment>
        <translation>{1} 写出时，其输入 {2} 的内容与现在不同。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/records.py"/>
        <source>{1} was made with another model or other options.</source>
        <extracomment>{1}: segmentation</extracomment>
        <translation>{1} 是用其他模型或其他选项生成的。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/files.py"/>
        <source>{1} was made, and removed again while the job was running.</source>
        <extracomment>{1}: path</extracomment>
        <translation>{1} 已生成，但在作业运行期间又被删除。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/scene/save.py"/>
        <source>{1} was not loaded from Slicer's DICOM database.</source>
        <extracomment>{1}: name</extracomment>
        <translation>{1} 不是从 Slicer 的 DICOM 数据库加载的。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/phantoms/write.py"/>
        <source>{1} was not made with these settings.</source>
        <extracomment>{1}: image_path</extracomment>
        <translation>{1} 不是用这些设置生成的。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/maps.py"/>
        <source>{1} was not made with these settings: {2}.</source>
        <extracomment>{1}: path, {2}: changed</extracomment>
        <translation>{1} 不是用这些设置生成的：{2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/isolated.py"/>
        <source>{1} {2}; it is damaged, or made to do so.</source>
        <extracomment>{1}: name, {2}: how</extracomment>
        <translation>{1} {2}；它已损坏，或是有意为之。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/cli/doctor.py"/>
        <source>{1}, computes in {2}</source>
        <extracomment>{1}: text, {2}: removeprefix</extracomment>
        <translation>{1}，以 {2} 计算</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/work.py"/>
        <source>{1}, which lists the inputs of the job, is damaged ({2}).</source>
        <extracomment>{1}: file, {2}: error</extracomment>
        <translation>列有作业输入的 {1} 已损坏（{2}）。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/recipes/maps.py"/>
        <source>{1}, which lists what the maps were made from, is damaged ({2}).</source>
        <extracomment>{1}: file, {2}: error</extracomment>
        <translation>列出组织图来源的 {1} 已损坏（{2}）。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/series.py"/>
        <source>{1}: images of another size, orientation or kind than the {2} others: {3}.</source>
        <extracomment>{1}: description, {2}: largest, {3}: names</extracomment>
        <translation>{1}：大小、方向或类型与其他 {2} 幅不同的图像：{3}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/series.py"/>
        <source>{1}: images that do not state where their slice lies in the patient: {2}.</source>
        <extracomment>{1}: description, {2}: names</extracomment>
        <translation>{1}：没有说明切片在患者体内位置的图像：{2}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{1}: its axes are {2} degrees away from perpendicular, as with a tilted gantry; it is resampled to a straight grid, and the result is put back onto its own.</source>
        <extracomment>{1}: name, {2}: degrees</extracomment>
        <translation>{1}：其轴偏离垂直 {2} 度，如同机架倾斜；已重采样到直角网格，结果再放回其自身的网格。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{1}: its axes are {2} degrees away from perpendicular; the nearest perpendicular ones are used.</source>
        <extracomment>{1}: name, {2}: degrees</extracomment>
        <translation>{1}：其轴偏离垂直 {2} 度；使用最接近的垂直轴。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/nifti.py"/>
        <source>{1}: its qform and sform place it up to {2} mm apart; the sform counts, and a NIfTI result carries both.</source>
        <extracomment>{1}: path, {2}: apart_mm</extracomment>
        <translation>{1}：其 qform 与 sform 给出的位置最多相差 {2} mm；以 sform 为准，NIfTI 结果同时带有两者。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/dicom/reading.py"/>
        <source>{1}: {2} % of the voxels are padding outside the field of view; they count as {3}.</source>
        <extracomment>{1}: name, {2}: mean, {3}: value</extracomment>
        <translation>{1}：{2} % 的体素是视野之外的填充；按 {3} 计。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/models/conditions.py"/>
        <source>{1}: {2} then, {3} now.</source>
        <extracomment>{1}: name, {2}: was, {3}: has</extracomment>
        <translation>{1}：当时为 {2}，现在为 {3}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/images/io/checks.py"/>
        <source>{1}: {2}, lie outside the scanned field and are left out of all statistics.</source>
        <extracomment>{1}: name, {2}: left_out</extracomment>
        <translation>{1}：{2}，位于扫描视野之外，不计入任何统计。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/tasks/series_following.py"/>
        <source>{1}Edited by hand: the numbers are those of the segmentations as they are now, and the assessment of the automatic ones does not apply to them.</source>
        <extracomment>{1}: measured</extracomment>
        <translation>{1}已手动修改：数值对应当前的分割，对自动分割所作的说明不再适用。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/verbs.py"/>
        <source>{1}{2} was written, and cannot be read any more.</source>
        <extracomment>{1}: gone, {2}: others</extracomment>
        <translation>{1}{2} 已经写出，但现在无法读取。</translation>
    </message>
</context>
<context>
    <name>CrossModalitySegPlugins.CrossModalitySegSubjectHierarchyPlugin</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/CrossModalitySegPlugins/CrossModalitySegSubjectHierarchyPlugin.py"/>
        <source>Segment heart</source>
        <translation>分割心脏</translation>
    </message>
</context>
<context>
    <name>CrossModalitySegPlugins.SegmentHeartEffect</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/CrossModalitySegPlugins/SegmentHeartEffect.py"/>
        <source>Finds and segments the heart in the source volume. Segments of its structures are replaced, others stay; Undo brings back what was there. Model and progress are those of the module CrossModalitySeg.</source>
        <translation>在源体数据中找到并分割心脏。属于其结构的片段会被替换，其他片段保留；“撤消”可恢复原来的内容。模型和进度见 CrossModalitySeg 模块。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/CrossModalitySegPlugins/SegmentHeartEffect.py"/>
        <source>Run the model on the source volume; the segmentation is changed when it is done.</source>
        <translation>对源体数据运行模型；完成后更改分割。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/CrossModalitySegPlugins/SegmentHeartEffect.py"/>
        <source>Segment heart</source>
        <translation>分割心脏</translation>
    </message>
</context>
<context>
    <name>panel.adapt_section</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/adapt_section.py"/>
        <source>Adapt the source model to these volumes, without labels.</source>
        <translation>将源模型适配到这些体数据，无需标签。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/adapt_section.py"/>
        <source>Choose the folder of {modality} volumes from which the source model was trained.</source>
        <translation>请选择训练源模型所用的 {modality} 体数据文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/adapt_section.py"/>
        <source>Choose {modality} volumes; four or more make a better model.</source>
        <translation>请选择 {modality} 体数据；四个或更多会得到更好的模型。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/adapt_section.py"/>
        <source>Measure a few steps on this machine.</source>
        <translation>在本机上测试若干步。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/adapt_section.py"/>
        <source>There is no {modality} model yet: train one below, or import one in the model library.</source>
        <translation>还没有 {modality} 模型：请在下方训练一个，或在模型库中导入一个。</translation>
    </message>
</context>
<context>
    <name>panel.batch_section</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/batch_section.py"/>
        <source>A case is being loaded.</source>
        <translation>正在加载一个病例。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/batch_section.py"/>
        <source>Choose a case in the table.</source>
        <translation>请在表格中选择一个病例。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/batch_section.py"/>
        <source>Choose a folder for the results.</source>
        <translation>请选择结果文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/batch_section.py"/>
        <source>Choose volumes to segment.</source>
        <translation>请选择要分割的体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/batch_section.py"/>
        <source>It is written when all cases are done.</source>
        <translation>全部病例完成后写出。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/batch_section.py"/>
        <source>Load the volume of this case and its segmentation into the scene.</source>
        <translation>将此病例的体数据及其分割加载到场景中。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/batch_section.py"/>
        <source>Nothing was segmented in this case.</source>
        <translation>此病例中没有分割出任何内容。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/batch_section.py"/>
        <source>Open the folder of the results.</source>
        <translation>打开结果文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/batch_section.py"/>
        <source>Open the page of all results in the folder; overview.csv is the table.</source>
        <translation>打开文件夹中汇总所有结果的页面；overview.csv 是对应的表格。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/batch_section.py"/>
        <source>Segment these volumes one after the other; what is done already is left out.</source>
        <translation>依次分割这些体数据；已完成的会被跳过。</translation>
    </message>
</context>
<context>
    <name>panel.case_table</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/case_table.py"/>
        <source>Case</source>
        <translation>病例</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/case_table.py"/>
        <source>Dice</source>
        <translation>Dice</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/case_table.py"/>
        <source>Flag</source>
        <translation>标记</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/case_table.py"/>
        <source>check</source>
        <translation>需检查</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/case_table.py"/>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/case_table.py"/>
        <source>ok</source>
        <translation>正常</translation>
    </message>
</context>
<context>
    <name>panel.connections</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/connections.py"/>
        <source>CrossModalitySeg could not do this.</source>
        <translation>CrossModalitySeg 无法完成此操作。</translation>
    </message>
</context>
<context>
    <name>panel.dialogs</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/dialogs.py"/>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/dialogs.py"/>
        <source>Install</source>
        <translation>安装</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/dialogs.py"/>
        <source>Install from a folder of wheels...</source>
        <translation>从 wheel 文件夹安装...</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/dialogs.py"/>
        <source>The worker needs packages that Slicer's Python lacks. Install them now?</source>
        <translation>工作进程需要 Slicer 的 Python 中没有的软件包。现在安装吗？</translation>
    </message>
</context>
<context>
    <name>panel.drops</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/drops.py"/>
        <source>CrossModalitySeg could not do this.</source>
        <translation>CrossModalitySeg 无法完成此操作。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/drops.py"/>
        <source>Drop one folder, of a DICOM series for instance, one model (.cms), or files of volumes.</source>
        <translation>请拖放一个文件夹（例如一个 DICOM 序列的文件夹）、一个模型（.cms）或若干体数据文件。</translation>
    </message>
</context>
<context>
    <name>panel.learning_section</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/learning_section.py"/>
        <source>Choose the size tiny under Advanced, close other programs, or use a larger machine.</source>
        <translation>请在“高级”中选择规模 tiny，关闭其他程序，或使用配置更高的机器。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/learning_section.py"/>
        <source>Give the new model a name.</source>
        <translation>请为新模型命名。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/learning_section.py"/>
        <source>The memory of this machine is too small for this size. {estimate}</source>
        <translation>本机的内存不足以使用此规模。{estimate}</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/learning_section.py"/>
        <source>There is a model called {name} already. Choose another name.</source>
        <translation>已有名为 {name} 的模型。请选择其他名称。</translation>
    </message>
</context>
<context>
    <name>panel.library_section</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/library_section.py"/>
        <source>Check a .cms file and copy it into the library.</source>
        <translation>检查一个 .cms 文件并将其复制到模型库。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/library_section.py"/>
        <source>Choose a model in the list.</source>
        <translation>请在列表中选择一个模型。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/library_section.py"/>
        <source>Copy the model into a file.</source>
        <translation>将模型复制到文件。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/library_section.py"/>
        <source>Delete the model from the library.</source>
        <translation>从模型库中删除该模型。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/library_section.py"/>
        <source>Delete the model {name}? This cannot be undone.</source>
        <translation>删除模型 {name}？此操作无法撤消。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/library_section.py"/>
        <source>Export model</source>
        <translation>导出模型</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/library_section.py"/>
        <source>Import model</source>
        <translation>导入模型</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/library_section.py"/>
        <source>The model was exported.</source>
        <translation>模型已导出。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/library_section.py"/>
        <source>The model was imported.</source>
        <translation>模型已导入。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/library_section.py"/>
        <source>The model was removed.</source>
        <translation>模型已移除。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/library_section.py"/>
        <source>This model ships with the extension and cannot be removed.</source>
        <translation>此模型随扩展提供，无法移除。</translation>
    </message>
</context>
<context>
    <name>panel.log_section</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/log_section.py"/>
        <source>Copy the log to the clipboard.</source>
        <translation>将日志复制到剪贴板。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/log_section.py"/>
        <source>Save log</source>
        <translation>保存日志</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/log_section.py"/>
        <source>There are no messages yet.</source>
        <translation>还没有任何消息。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/log_section.py"/>
        <source>Write the log into a file, the worker's own log with it.</source>
        <translation>将日志连同工作进程自己的日志写入文件。</translation>
    </message>
</context>
<context>
    <name>panel.panel</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/panel.py"/>
        <source>Another job is running.</source>
        <translation>另一个作业正在运行。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/panel.py"/>
        <source>Looking for models ...</source>
        <translation>正在查找模型 ...</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/panel.py"/>
        <source>There is no model yet: train or adapt one below, or import one in the model library.</source>
        <translation>还没有模型：请在下方训练或适配一个，或在模型库中导入一个。</translation>
    </message>
</context>
<context>
    <name>panel.parameters</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/parameters.py"/>
        <source>A folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/parameters.py"/>
        <source>CT to MR</source>
        <translation>CT 到 MR</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/parameters.py"/>
        <source>MR to CT</source>
        <translation>MR 到 CT</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/parameters.py"/>
        <source>Patients of the DICOM database</source>
        <translation>DICOM 数据库中的患者</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/parameters.py"/>
        <source>Segmentations of the scene</source>
        <translation>场景中的分割</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/parameters.py"/>
        <source>Volumes of the scene</source>
        <translation>场景中的体数据</translation>
    </message>
</context>
<context>
    <name>panel.progress_section</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/progress_section.py"/>
        <source>It is being stopped.</source>
        <translation>正在停止。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/progress_section.py"/>
        <source>Ready.</source>
        <translation>就绪。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/progress_section.py"/>
        <source>Stop; nothing is kept.</source>
        <translation>停止；不保留任何结果。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/progress_section.py"/>
        <source>Stop; the best so far is kept, and the job can be resumed.</source>
        <translation>停止；目前最佳结果会保留，作业可以继续。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/progress_section.py"/>
        <source>about {count} days left</source>
        <translation>大约还需 {count} 天</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/progress_section.py"/>
        <source>about {count} h left</source>
        <translation>大约还需 {count} 小时</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/progress_section.py"/>
        <source>about {count} min left</source>
        <translation>大约还需 {count} 分钟</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/progress_section.py"/>
        <source>about {count} s left</source>
        <translation>大约还需 {count} 秒</translation>
    </message>
</context>
<context>
    <name>panel.result_table</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/result_table.py"/>
        <source>EDV</source>
        <translation>舒张末期容积</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/result_table.py"/>
        <source>EF</source>
        <translation>射血分数</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/result_table.py"/>
        <source>ESV</source>
        <translation>收缩末期容积</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/result_table.py"/>
        <source>Expected Dice</source>
        <translation>预期 Dice</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/result_table.py"/>
        <source>SV</source>
        <translation>每搏输出量</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/result_table.py"/>
        <source>Structure</source>
        <translation>结构</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/result_table.py"/>
        <source>Volume</source>
        <translation>体积</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/result_table.py"/>
        <source>missing</source>
        <translation>缺失</translation>
    </message>
</context>
<context>
    <name>panel.resume_section</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/resume_section.py"/>
        <source>Delete the unfinished job? What it has reached is lost.</source>
        <translation>删除未完成的作业？其已取得的进展将会丢失。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/resume_section.py"/>
        <source>Go on where the job was.</source>
        <translation>从作业中断处继续。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/resume_section.py"/>
        <source>Unfinished: {title}, {percent} % done, last at work {when}.</source>
        <translation>未完成：{title}，已完成 {percent} %，最后运行于 {when}。</translation>
    </message>
</context>
<context>
    <name>panel.section</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/section.py"/>
        <source>CT and MR</source>
        <translation>CT 和 MR</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/section.py"/>
        <source>not adapted</source>
        <translation>未适配</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/section.py"/>
        <source>ships with the extension</source>
        <translation>随扩展提供</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/section.py"/>
        <source>stopped early</source>
        <translation>提前停止</translation>
    </message>
</context>
<context>
    <name>panel.segment_section</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>Another job is running.</source>
        <translation>另一个作业正在运行。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>Choose a volume first.</source>
        <translation>请先选择体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>Correct the segmentation by hand.</source>
        <translation>手动修正分割结果。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>Find and segment the heart; the result appears over the slices and in 3D.</source>
        <translation>找到并分割心脏；结果显示在切片上和三维视图中。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>Folder for the STL files</source>
        <translation>STL 文件夹</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>Save segmentation</source>
        <translation>保存分割</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>Show the volumes through the beat as a plot.</source>
        <translation>以曲线图显示整个心动周期的容积。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>Write the segmentation into a file.</source>
        <translation>将分割写入文件。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>Wrote {files} into {folder}.</source>
        <translation>已将 {files} 写入 {folder}。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/segment_section.py"/>
        <source>{count} files</source>
        <translation>{count} 个文件</translation>
    </message>
</context>
<context>
    <name>panel.settings_section</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/settings_section.py"/>
        <source>Another job is running.</source>
        <translation>另一个作业正在运行。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/settings_section.py"/>
        <source>Folder of wheels</source>
        <translation>wheel 文件夹</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/settings_section.py"/>
        <source>Install what the worker needs into Slicer's Python, from the network or from a folder of wheels.</source>
        <translation>将工作进程所需的软件包安装到 Slicer 自带的 Python 中，来源为网络或 wheel 文件夹。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/settings_section.py"/>
        <source>It is being checked already.</source>
        <translation>已经在检查。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/settings_section.py"/>
        <source>It is not used; the previous one stays.</source>
        <translation>不会使用它；仍使用之前的。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/settings_section.py"/>
        <source>Look at what this Python has, and use it from now on if it can do the work.</source>
        <translation>查看此 Python 具备什么；如果它能完成计算，今后就使用它。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/settings_section.py"/>
        <source>The variable {name} decides which Python works.</source>
        <translation>由变量 {name} 决定使用哪个 Python。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/settings_section.py"/>
        <source>This is not Slicer's own Python: install the packages there, with the program that made it.</source>
        <translation>这不是 Slicer 自带的 Python：请用创建它的程序在其中安装软件包。</translation>
    </message>
</context>
<context>
    <name>panel.train_section</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/train_section.py"/>
        <source>Choose labeled volumes.</source>
        <translation>请选择带标签的体数据。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/train_section.py"/>
        <source>Measure a few steps on this machine.</source>
        <translation>在本机上测试若干步。</translation>
    </message>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/train_section.py"/>
        <source>Train a segmenter on these labeled volumes.</source>
        <translation>用这些带标签的体数据训练分割模型。</translation>
    </message>
</context>
<context>
    <name>panel.translation</name>
    <message>
        <location filename="CrossModalitySeg/CrossModalitySegLib/panel/translation.py"/>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
</TS>
