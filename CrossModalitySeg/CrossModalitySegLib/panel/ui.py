"""The widgets of ``Resources/UI/CrossModalitySeg.ui`` that the sections use, as ``slicer.util.childWidgetVariables``
gives them: names and classes of that file, which a test compares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ctk import ctkCollapsibleButton, ctkFittedTextBrowser, ctkPathLineEdit
    from qt import (
        QCheckBox,
        QComboBox,
        QFrame,
        QLabel,
        QLineEdit,
        QListWidget,
        QPlainTextEdit,
        QProgressBar,
        QPushButton,
        QTableWidget,
    )
    from slicer import qMRMLCheckableNodeComboBox, qMRMLNodeComboBox, qMRMLWidget


class Ui(Protocol):
    """One attribute for each widget."""

    CrossModalitySeg: qMRMLWidget
    batchSection: ctkCollapsibleButton
    resumeFrame: QFrame
    resumeText: ctkFittedTextBrowser
    resumeButton: QPushButton
    discardButton: QPushButton
    volumeSelector: qMRMLNodeComboBox
    segmentModelCombo: QComboBox
    uncertaintyBox: QCheckBox
    segmentButton: QPushButton
    resultFrame: QFrame
    qualityText: ctkFittedTextBrowser
    statisticsTable: QTableWidget
    beatButton: QPushButton
    editButton: QPushButton
    saveButton: QPushButton
    batchKindCombo: QComboBox
    batchVolumesLabel: QLabel
    batchVolumes: qMRMLCheckableNodeComboBox
    batchFolderLabel: QLabel
    batchFolder: ctkPathLineEdit
    batchPatientsLabel: QLabel
    batchPatients: QListWidget
    batchModelCombo: QComboBox
    batchOut: ctkPathLineEdit
    batchUncertaintyBox: QCheckBox
    batchButton: QPushButton
    batchFrame: QFrame
    batchTable: QTableWidget
    loadCaseButton: QPushButton
    overviewButton: QPushButton
    resultsFolderButton: QPushButton
    sourceModelCombo: QComboBox
    sourceFolder: ctkPathLineEdit
    targetVolumesLabel: QLabel
    targetVolumes: qMRMLCheckableNodeComboBox
    targetFolderLabel: QLabel
    targetFolder: ctkPathLineEdit
    patientListLabel: QLabel
    patientList: QListWidget
    adaptEstimate: ctkFittedTextBrowser
    adaptEstimateButton: QPushButton
    adaptButton: QPushButton
    labeledSegmentationsLabel: QLabel
    labeledSegmentations: qMRMLCheckableNodeComboBox
    labeledFolderLabel: QLabel
    labeledFolder: ctkPathLineEdit
    trainEstimate: ctkFittedTextBrowser
    trainEstimateButton: QPushButton
    trainButton: QPushButton
    curvesFrame: QFrame
    curvesLabel: QLabel
    previewLabel: QLabel
    showCurvesButton: QPushButton
    deviceCombo: QComboBox
    hostEdit: QLineEdit
    pythonPath: ctkPathLineEdit
    equipmentText: ctkFittedTextBrowser
    checkButton: QPushButton
    installButton: QPushButton
    modelList: QListWidget
    importModelButton: QPushButton
    exportModelButton: QPushButton
    removeModelButton: QPushButton
    logText: QPlainTextEdit
    copyLogButton: QPushButton
    saveLogButton: QPushButton
    statusFrame: QFrame
    statusIcon: QLabel
    statusText: ctkFittedTextBrowser
    progressBar: QProgressBar
    remainingLabel: QLabel
    stopButton: QPushButton
