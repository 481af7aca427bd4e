"""UIDs of SOP classes and transfer syntaxes, named by their keyword (PS3.6 annex A).

A table: it stands here so that a node starts without pydicom and pynetdicom. The tests compare it with theirs.
"""

# ruff: noqa: E501

from typing import Final, NamedTuple

Verification: Final = "1.2.840.10008.1.1"

# Query/Retrieve information models (PS3.4 annex C)
PatientRootQueryRetrieveInformationModelFind: Final = "1.2.840.10008.5.1.4.1.2.1.1"
PatientRootQueryRetrieveInformationModelMove: Final = "1.2.840.10008.5.1.4.1.2.1.2"
PatientRootQueryRetrieveInformationModelGet: Final = "1.2.840.10008.5.1.4.1.2.1.3"
StudyRootQueryRetrieveInformationModelFind: Final = "1.2.840.10008.5.1.4.1.2.2.1"
StudyRootQueryRetrieveInformationModelMove: Final = "1.2.840.10008.5.1.4.1.2.2.2"
StudyRootQueryRetrieveInformationModelGet: Final = "1.2.840.10008.5.1.4.1.2.2.3"
PatientStudyOnlyQueryRetrieveInformationModelFind: Final = "1.2.840.10008.5.1.4.1.2.3.1"
PatientStudyOnlyQueryRetrieveInformationModelMove: Final = "1.2.840.10008.5.1.4.1.2.3.2"
PatientStudyOnlyQueryRetrieveInformationModelGet: Final = "1.2.840.10008.5.1.4.1.2.3.3"

# Worklist, commitment, procedure steps (PS3.4 annexes K, J, F)
ModalityWorklistInformationModelFind: Final = "1.2.840.10008.5.1.4.31"
StorageCommitmentPushModel: Final = "1.2.840.10008.1.20.1"
ModalityPerformedProcedureStep: Final = "1.2.840.10008.3.1.2.3.3"
StorageCommitmentPushModelInstance: Final = "1.2.840.10008.1.20.1.1"

# By service, in the order patient root, study root, patient/study only.
QUERY_RETRIEVE_FIND: Final = (
    PatientRootQueryRetrieveInformationModelFind,
    StudyRootQueryRetrieveInformationModelFind,
    PatientStudyOnlyQueryRetrieveInformationModelFind,
)
QUERY_RETRIEVE_MOVE: Final = (
    PatientRootQueryRetrieveInformationModelMove,
    StudyRootQueryRetrieveInformationModelMove,
    PatientStudyOnlyQueryRetrieveInformationModelMove,
)
QUERY_RETRIEVE_GET: Final = (
    PatientRootQueryRetrieveInformationModelGet,
    StudyRootQueryRetrieveInformationModelGet,
    PatientStudyOnlyQueryRetrieveInformationModelGet,
)


class TransferSyntax(NamedTuple):
    """A transfer syntax (PS3.5 section 10 and annex A)."""

    uid: str
    name: str
    explicit: bool = True
    encapsulated: bool = True
    deflated: bool = False
    big_endian: bool = False


ImplicitVRLittleEndian: Final = "1.2.840.10008.1.2"
ExplicitVRLittleEndian: Final = "1.2.840.10008.1.2.1"
DeflatedExplicitVRLittleEndian: Final = "1.2.840.10008.1.2.1.99"
ExplicitVRBigEndian: Final = "1.2.840.10008.1.2.2"
JPEGBaseline8Bit: Final = "1.2.840.10008.1.2.4.50"
JPEGExtended12Bit: Final = "1.2.840.10008.1.2.4.51"
JPEGLossless: Final = "1.2.840.10008.1.2.4.57"
JPEGLosslessSV1: Final = "1.2.840.10008.1.2.4.70"
JPEGLSLossless: Final = "1.2.840.10008.1.2.4.80"
JPEGLSNearLossless: Final = "1.2.840.10008.1.2.4.81"
JPEG2000Lossless: Final = "1.2.840.10008.1.2.4.90"
JPEG2000: Final = "1.2.840.10008.1.2.4.91"
JPEG2000MCLossless: Final = "1.2.840.10008.1.2.4.92"
JPEG2000MC: Final = "1.2.840.10008.1.2.4.93"
MPEG2MPML: Final = "1.2.840.10008.1.2.4.100"
MPEG2MPMLF: Final = "1.2.840.10008.1.2.4.100.1"
MPEG2MPHL: Final = "1.2.840.10008.1.2.4.101"
MPEG2MPHLF: Final = "1.2.840.10008.1.2.4.101.1"
MPEG4HP41: Final = "1.2.840.10008.1.2.4.102"
MPEG4HP41F: Final = "1.2.840.10008.1.2.4.102.1"
MPEG4HP41BD: Final = "1.2.840.10008.1.2.4.103"
MPEG4HP41BDF: Final = "1.2.840.10008.1.2.4.103.1"
MPEG4HP422D: Final = "1.2.840.10008.1.2.4.104"
MPEG4HP422DF: Final = "1.2.840.10008.1.2.4.104.1"
MPEG4HP423D: Final = "1.2.840.10008.1.2.4.105"
MPEG4HP423DF: Final = "1.2.840.10008.1.2.4.105.1"
MPEG4HP42STEREO: Final = "1.2.840.10008.1.2.4.106"
MPEG4HP42STEREOF: Final = "1.2.840.10008.1.2.4.106.1"
HEVCMP51: Final = "1.2.840.10008.1.2.4.107"
HEVCM10P51: Final = "1.2.840.10008.1.2.4.108"
HTJ2KLossless: Final = "1.2.840.10008.1.2.4.201"
HTJ2KLosslessRPCL: Final = "1.2.840.10008.1.2.4.202"
HTJ2K: Final = "1.2.840.10008.1.2.4.203"
JPIPHTJ2KReferenced: Final = "1.2.840.10008.1.2.4.204"
JPIPHTJ2KReferencedDeflate: Final = "1.2.840.10008.1.2.4.205"
RLELossless: Final = "1.2.840.10008.1.2.5"
SMPTEST211020UncompressedProgressiveActiveVideo: Final = "1.2.840.10008.1.2.7.1"
SMPTEST211020UncompressedInterlacedActiveVideo: Final = "1.2.840.10008.1.2.7.2"
SMPTEST211030PCMDigitalAudio: Final = "1.2.840.10008.1.2.7.3"

TRANSFER_SYNTAXES: Final = {
    syntax.uid: syntax
    for syntax in (
        TransferSyntax("1.2.840.10008.1.2", "Implicit VR Little Endian", explicit=False, encapsulated=False),
        TransferSyntax("1.2.840.10008.1.2.1", "Explicit VR Little Endian", encapsulated=False),
        TransferSyntax("1.2.840.10008.1.2.1.98", "Encapsulated Uncompressed Explicit VR Little Endian"),
        TransferSyntax("1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian", encapsulated=False, deflated=True),
        TransferSyntax("1.2.840.10008.1.2.2", "Explicit VR Big Endian", encapsulated=False, big_endian=True),
        TransferSyntax("1.2.840.10008.1.2.4.50", "JPEG Baseline (Process 1)"),
        TransferSyntax("1.2.840.10008.1.2.4.51", "JPEG Extended (Process 2 and 4)"),
        TransferSyntax("1.2.840.10008.1.2.4.52", "JPEG Extended (Process 3 and 5)"),
        TransferSyntax("1.2.840.10008.1.2.4.53", "JPEG Spectral Selection, Non-Hierarchical (Process 6 and 8)"),
        TransferSyntax("1.2.840.10008.1.2.4.54", "JPEG Spectral Selection, Non-Hierarchical (Process 7 and 9)"),
        TransferSyntax("1.2.840.10008.1.2.4.55", "JPEG Full Progression, Non-Hierarchical (Process 10 and 12)"),
        TransferSyntax("1.2.840.10008.1.2.4.56", "JPEG Full Progression, Non-Hierarchical (Process 11 and 13)"),
        TransferSyntax("1.2.840.10008.1.2.4.57", "JPEG Lossless, Non-Hierarchical (Process 14)"),
        TransferSyntax("1.2.840.10008.1.2.4.58", "JPEG Lossless, Non-Hierarchical (Process 15)"),
        TransferSyntax("1.2.840.10008.1.2.4.59", "JPEG Extended, Hierarchical (Process 16 and 18)"),
        TransferSyntax("1.2.840.10008.1.2.4.60", "JPEG Extended, Hierarchical (Process 17 and 19)"),
        TransferSyntax("1.2.840.10008.1.2.4.61", "JPEG Spectral Selection, Hierarchical (Process 20 and 22)"),
        TransferSyntax("1.2.840.10008.1.2.4.62", "JPEG Spectral Selection, Hierarchical (Process 21 and 23)"),
        TransferSyntax("1.2.840.10008.1.2.4.63", "JPEG Full Progression, Hierarchical (Process 24 and 26)"),
        TransferSyntax("1.2.840.10008.1.2.4.64", "JPEG Full Progression, Hierarchical (Process 25 and 27)"),
        TransferSyntax("1.2.840.10008.1.2.4.65", "JPEG Lossless, Hierarchical (Process 28)"),
        TransferSyntax("1.2.840.10008.1.2.4.66", "JPEG Lossless, Hierarchical (Process 29)"),
        TransferSyntax("1.2.840.10008.1.2.4.70", "JPEG Lossless, Non-Hierarchical, First-Order Prediction (Process 14 [Selection Value 1])"),
        TransferSyntax("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless Image Compression"),
        TransferSyntax("1.2.840.10008.1.2.4.81", "JPEG-LS Lossy (Near-Lossless) Image Compression"),
        TransferSyntax("1.2.840.10008.1.2.4.90", "JPEG 2000 Image Compression (Lossless Only)"),
        TransferSyntax("1.2.840.10008.1.2.4.91", "JPEG 2000 Image Compression"),
        TransferSyntax("1.2.840.10008.1.2.4.92", "JPEG 2000 Part 2 Multi-component Image Compression (Lossless Only)"),
        TransferSyntax("1.2.840.10008.1.2.4.93", "JPEG 2000 Part 2 Multi-component Image Compression"),
        TransferSyntax("1.2.840.10008.1.2.4.94", "JPIP Referenced"),
        TransferSyntax("1.2.840.10008.1.2.4.95", "JPIP Referenced Deflate", deflated=True),
        TransferSyntax("1.2.840.10008.1.2.4.100", "MPEG2 Main Profile / Main Level"),
        TransferSyntax("1.2.840.10008.1.2.4.100.1", "Fragmentable MPEG2 Main Profile / Main Level"),
        TransferSyntax("1.2.840.10008.1.2.4.101", "MPEG2 Main Profile / High Level"),
        TransferSyntax("1.2.840.10008.1.2.4.101.1", "Fragmentable MPEG2 Main Profile / High Level"),
        TransferSyntax("1.2.840.10008.1.2.4.102", "MPEG-4 AVC/H.264 High Profile / Level 4.1"),
        TransferSyntax("1.2.840.10008.1.2.4.102.1", "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.1"),
        TransferSyntax("1.2.840.10008.1.2.4.103", "MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1"),
        TransferSyntax("1.2.840.10008.1.2.4.103.1", "Fragmentable MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1"),
        TransferSyntax("1.2.840.10008.1.2.4.104", "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video"),
        TransferSyntax("1.2.840.10008.1.2.4.104.1", "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 2D Video"),
        TransferSyntax("1.2.840.10008.1.2.4.105", "MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video"),
        TransferSyntax("1.2.840.10008.1.2.4.105.1", "Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 For 3D Video"),
        TransferSyntax("1.2.840.10008.1.2.4.106", "MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2"),
        TransferSyntax("1.2.840.10008.1.2.4.106.1", "Fragmentable MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2"),
        TransferSyntax("1.2.840.10008.1.2.4.107", "HEVC/H.265 Main Profile / Level 5.1"),
        TransferSyntax("1.2.840.10008.1.2.4.108", "HEVC/H.265 Main 10 Profile / Level 5.1"),
        TransferSyntax("1.2.840.10008.1.2.4.110", "JPEG XL Lossless"),
        TransferSyntax("1.2.840.10008.1.2.4.111", "JPEG XL JPEG Recompression"),
        TransferSyntax("1.2.840.10008.1.2.4.112", "JPEG XL"),
        TransferSyntax("1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000 Image Compression (Lossless Only)"),
        TransferSyntax("1.2.840.10008.1.2.4.202", "High-Throughput JPEG 2000 with RPCL Options Image Compression (Lossless Only)"),
        TransferSyntax("1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000 Image Compression"),
        TransferSyntax("1.2.840.10008.1.2.4.204", "JPIP HTJ2K Referenced"),
        TransferSyntax("1.2.840.10008.1.2.4.205", "JPIP HTJ2K Referenced Deflate", deflated=True),
        TransferSyntax("1.2.840.10008.1.2.5", "RLE Lossless"),
        TransferSyntax("1.2.840.10008.1.2.6.1", "RFC 2557 MIME encapsulation"),
        TransferSyntax("1.2.840.10008.1.2.6.2", "XML Encoding"),
        TransferSyntax("1.2.840.10008.1.2.7.1", "SMPTE ST 2110-20 Uncompressed Progressive Active Video"),
        TransferSyntax("1.2.840.10008.1.2.7.2", "SMPTE ST 2110-20 Uncompressed Interlaced Active Video"),
        TransferSyntax("1.2.840.10008.1.2.7.3", "SMPTE ST 2110-30 PCM Digital Audio"),
        TransferSyntax("1.2.840.10008.1.2.8.1", "Deflated Image Frame Compression"),
        TransferSyntax("1.2.840.10008.1.20", "Papyrus 3 Implicit VR Little Endian"),
    )
}
"""All of the standard, retired ones too, by UID."""

STORAGE_SOP_CLASSES: Final = {
    "1.2.840.10008.5.1.4.1.1.1": "ComputedRadiographyImageStorage",
    "1.2.840.10008.5.1.4.1.1.1.1": "DigitalXRayImageStorageForPresentation",
    "1.2.840.10008.5.1.4.1.1.1.1.1": "DigitalXRayImageStorageForProcessing",
    "1.2.840.10008.5.1.4.1.1.1.2": "DigitalMammographyXRayImageStorageForPresentation",
    "1.2.840.10008.5.1.4.1.1.1.2.1": "DigitalMammographyXRayImageStorageForProcessing",
    "1.2.840.10008.5.1.4.1.1.1.3": "DigitalIntraOralXRayImageStorageForPresentation",
    "1.2.840.10008.5.1.4.1.1.1.3.1": "DigitalIntraOralXRayImageStorageForProcessing",
    "1.2.840.10008.5.1.4.1.1.104.1": "EncapsulatedPDFStorage",
    "1.2.840.10008.5.1.4.1.1.104.2": "EncapsulatedCDAStorage",
    "1.2.840.10008.5.1.4.1.1.104.3": "EncapsulatedSTLStorage",
    "1.2.840.10008.5.1.4.1.1.104.4": "EncapsulatedOBJStorage",
    "1.2.840.10008.5.1.4.1.1.104.5": "EncapsulatedMTLStorage",
    "1.2.840.10008.5.1.4.1.1.11.1": "GrayscaleSoftcopyPresentationStateStorage",
    "1.2.840.10008.5.1.4.1.1.11.10": "SegmentedVolumeRenderingVolumetricPresentationStateStorage",
    "1.2.840.10008.5.1.4.1.1.11.11": "MultipleVolumeRenderingVolumetricPresentationStateStorage",
    "1.2.840.10008.5.1.4.1.1.11.12": "VariableModalityLUTSoftcopyPresentationStateStorage",
    "1.2.840.10008.5.1.4.1.1.11.2": "ColorSoftcopyPresentationStateStorage",
    "1.2.840.10008.5.1.4.1.1.11.3": "PseudoColorSoftcopyPresentationStateStorage",
    "1.2.840.10008.5.1.4.1.1.11.4": "BlendingSoftcopyPresentationStateStorage",
    "1.2.840.10008.5.1.4.1.1.11.5": "XAXRFGrayscaleSoftcopyPresentationStateStorage",
    "1.2.840.10008.5.1.4.1.1.11.6": "GrayscalePlanarMPRVolumetricPresentationStateStorage",
    "1.2.840.10008.5.1.4.1.1.11.7": "CompositingPlanarMPRVolumetricPresentationStateStorage",
    "1.2.840.10008.5.1.4.1.1.11.8": "AdvancedBlendingPresentationStateStorage",
    "1.2.840.10008.5.1.4.1.1.11.9": "VolumeRenderingVolumetricPresentationStateStorage",
    "1.2.840.10008.5.1.4.1.1.12.1": "XRayAngiographicImageStorage",
    "1.2.840.10008.5.1.4.1.1.12.1.1": "EnhancedXAImageStorage",
    "1.2.840.10008.5.1.4.1.1.12.2": "XRayRadiofluoroscopicImageStorage",
    "1.2.840.10008.5.1.4.1.1.12.2.1": "EnhancedXRFImageStorage",
    "1.2.840.10008.5.1.4.1.1.128": "PositronEmissionTomographyImageStorage",
    "1.2.840.10008.5.1.4.1.1.128.1": "LegacyConvertedEnhancedPETImageStorage",
    "1.2.840.10008.5.1.4.1.1.13.1.1": "XRay3DAngiographicImageStorage",
    "1.2.840.10008.5.1.4.1.1.13.1.2": "XRay3DCraniofacialImageStorage",
    "1.2.840.10008.5.1.4.1.1.13.1.3": "BreastTomosynthesisImageStorage",
    "1.2.840.10008.5.1.4.1.1.13.1.4": "BreastProjectionXRayImageStorageForPresentation",
    "1.2.840.10008.5.1.4.1.1.13.1.5": "BreastProjectionXRayImageStorageForProcessing",
    "1.2.840.10008.5.1.4.1.1.130": "EnhancedPETImageStorage",
    "1.2.840.10008.5.1.4.1.1.131": "BasicStructuredDisplayStorage",
    "1.2.840.10008.5.1.4.1.1.14.1": "IntravascularOpticalCoherenceTomographyImageStorageForPresentation",
    "1.2.840.10008.5.1.4.1.1.14.2": "IntravascularOpticalCoherenceTomographyImageStorageForProcessing",
    "1.2.840.10008.5.1.4.1.1.2": "CTImageStorage",
    "1.2.840.10008.5.1.4.1.1.2.1": "EnhancedCTImageStorage",
    "1.2.840.10008.5.1.4.1.1.2.2": "LegacyConvertedEnhancedCTImageStorage",
    "1.2.840.10008.5.1.4.1.1.20": "NuclearMedicineImageStorage",
    "1.2.840.10008.5.1.4.1.1.200.2": "CTPerformedProcedureProtocolStorage",
    "1.2.840.10008.5.1.4.1.1.200.8": "XAPerformedProcedureProtocolStorage",
    "1.2.840.10008.5.1.4.1.1.3.1": "UltrasoundMultiFrameImageStorage",
    "1.2.840.10008.5.1.4.1.1.30": "ParametricMapStorage",
    "1.2.840.10008.5.1.4.1.1.4": "MRImageStorage",
    "1.2.840.10008.5.1.4.1.1.4.1": "EnhancedMRImageStorage",
    "1.2.840.10008.5.1.4.1.1.4.2": "MRSpectroscopyStorage",
    "1.2.840.10008.5.1.4.1.1.4.3": "EnhancedMRColorImageStorage",
    "1.2.840.10008.5.1.4.1.1.4.4": "LegacyConvertedEnhancedMRImageStorage",
    "1.2.840.10008.5.1.4.1.1.481.1": "RTImageStorage",
    "1.2.840.10008.5.1.4.1.1.481.10": "RTPhysicianIntentStorage",
    "1.2.840.10008.5.1.4.1.1.481.11": "RTSegmentAnnotationStorage",
    "1.2.840.10008.5.1.4.1.1.481.12": "RTRadiationSetStorage",
    "1.2.840.10008.5.1.4.1.1.481.13": "CArmPhotonElectronRadiationStorage",
    "1.2.840.10008.5.1.4.1.1.481.14": "TomotherapeuticRadiationStorage",
    "1.2.840.10008.5.1.4.1.1.481.15": "RoboticArmRadiationStorage",
    "1.2.840.10008.5.1.4.1.1.481.16": "RTRadiationRecordSetStorage",
    "1.2.840.10008.5.1.4.1.1.481.17": "RTRadiationSalvageRecordStorage",
    "1.2.840.10008.5.1.4.1.1.481.18": "TomotherapeuticRadiationRecordStorage",
    "1.2.840.10008.5.1.4.1.1.481.19": "CArmPhotonElectronRadiationRecordStorage",
    "1.2.840.10008.5.1.4.1.1.481.2": "RTDoseStorage",
    "1.2.840.10008.5.1.4.1.1.481.20": "RoboticRadiationRecordStorage",
    "1.2.840.10008.5.1.4.1.1.481.21": "RTRadiationSetDeliveryInstructionStorage",
    "1.2.840.10008.5.1.4.1.1.481.22": "RTTreatmentPreparationStorage",
    "1.2.840.10008.5.1.4.1.1.481.23": "EnhancedRTImageStorage",
    "1.2.840.10008.5.1.4.1.1.481.24": "EnhancedContinuousRTImageStorage",
    "1.2.840.10008.5.1.4.1.1.481.25": "RTPatientPositionAcquisitionInstructionStorage",
    "1.2.840.10008.5.1.4.1.1.481.3": "RTStructureSetStorage",
    "1.2.840.10008.5.1.4.1.1.481.4": "RTBeamsTreatmentRecordStorage",
    "1.2.840.10008.5.1.4.1.1.481.5": "RTPlanStorage",
    "1.2.840.10008.5.1.4.1.1.481.6": "RTBrachyTreatmentRecordStorage",
    "1.2.840.10008.5.1.4.1.1.481.7": "RTTreatmentSummaryRecordStorage",
    "1.2.840.10008.5.1.4.1.1.481.8": "RTIonPlanStorage",
    "1.2.840.10008.5.1.4.1.1.481.9": "RTIonBeamsTreatmentRecordStorage",
    "1.2.840.10008.5.1.4.1.1.6.1": "UltrasoundImageStorage",
    "1.2.840.10008.5.1.4.1.1.6.2": "EnhancedUSVolumeStorage",
    "1.2.840.10008.5.1.4.1.1.6.3": "PhotoacousticImageStorage",
    "1.2.840.10008.5.1.4.1.1.66": "RawDataStorage",
    "1.2.840.10008.5.1.4.1.1.66.1": "SpatialRegistrationStorage",
    "1.2.840.10008.5.1.4.1.1.66.2": "SpatialFiducialsStorage",
    "1.2.840.10008.5.1.4.1.1.66.3": "DeformableSpatialRegistrationStorage",
    "1.2.840.10008.5.1.4.1.1.66.4": "SegmentationStorage",
    "1.2.840.10008.5.1.4.1.1.66.5": "SurfaceSegmentationStorage",
    "1.2.840.10008.5.1.4.1.1.66.6": "TractographyResultsStorage",
    "1.2.840.10008.5.1.4.1.1.66.7": "LabelMapSegmentationStorage",
    "1.2.840.10008.5.1.4.1.1.66.8": "HeightMapSegmentationStorage",
    "1.2.840.10008.5.1.4.1.1.67": "RealWorldValueMappingStorage",
    "1.2.840.10008.5.1.4.1.1.68.1": "SurfaceScanMeshStorage",
    "1.2.840.10008.5.1.4.1.1.68.2": "SurfaceScanPointCloudStorage",
    "1.2.840.10008.5.1.4.1.1.7": "SecondaryCaptureImageStorage",
    "1.2.840.10008.5.1.4.1.1.7.1": "MultiFrameSingleBitSecondaryCaptureImageStorage",
    "1.2.840.10008.5.1.4.1.1.7.2": "MultiFrameGrayscaleByteSecondaryCaptureImageStorage",
    "1.2.840.10008.5.1.4.1.1.7.3": "MultiFrameGrayscaleWordSecondaryCaptureImageStorage",
    "1.2.840.10008.5.1.4.1.1.7.4": "MultiFrameTrueColorSecondaryCaptureImageStorage",
    "1.2.840.10008.5.1.4.1.1.77.1.1": "VLEndoscopicImageStorage",
    "1.2.840.10008.5.1.4.1.1.77.1.1.1": "VideoEndoscopicImageStorage",
    "1.2.840.10008.5.1.4.1.1.77.1.2": "VLMicroscopicImageStorage",
    "1.2.840.10008.5.1.4.1.1.77.1.2.1": "VideoMicroscopicImageStorage",
    "1.2.840.10008.5.1.4.1.1.77.1.3": "VLSlideCoordinatesMicroscopicImageStorage",
    "1.2.840.10008.5.1.4.1.1.77.1.4": "VLPhotographicImageStorage",
    "1.2.840.10008.5.1.4.1.1.77.1.4.1": "VideoPhotographicImageStorage",
    "1.2.840.10008.5.1.4.1.1.77.1.5.1": "OphthalmicPhotography8BitImageStorage",
    "1.2.840.10008.5.1.4.1.1.77.1.5.2": "OphthalmicPhotography16BitImageStorage",
    "1.2.840.10008.5.1.4.1.1.77.1.5.3": "StereometricRelationshipStorage",
    "1.2.840.10008.5.1.4.1.1.77.1.5.4": "OphthalmicTomographyImageStorage",
    "1.2.840.10008.5.1.4.1.1.77.1.5.5": "WideFieldOphthalmicPhotographyStereographicProjectionImageStorage",
    "1.2.840.10008.5.1.4.1.1.77.1.5.6": "WideFieldOphthalmicPhotography3DCoordinatesImageStorage",
    "1.2.840.10008.5.1.4.1.1.77.1.5.7": "OphthalmicOpticalCoherenceTomographyEnFaceImageStorage",
    "1.2.840.10008.5.1.4.1.1.77.1.5.8": "OphthalmicOpticalCoherenceTomographyBscanVolumeAnalysisStorage",
    "1.2.840.10008.5.1.4.1.1.77.1.6": "VLWholeSlideMicroscopyImageStorage",
    "1.2.840.10008.5.1.4.1.1.77.1.7": "DermoscopicPhotographyImageStorage",
    "1.2.840.10008.5.1.4.1.1.77.1.8": "ConfocalMicroscopyImageStorage",
    "1.2.840.10008.5.1.4.1.1.77.1.9": "ConfocalMicroscopyTiledPyramidalImageStorage",
    "1.2.840.10008.5.1.4.1.1.78.1": "LensometryMeasurementsStorage",
    "1.2.840.10008.5.1.4.1.1.78.2": "AutorefractionMeasurementsStorage",
    "1.2.840.10008.5.1.4.1.1.78.3": "KeratometryMeasurementsStorage",
    "1.2.840.10008.5.1.4.1.1.78.4": "SubjectiveRefractionMeasurementsStorage",
    "1.2.840.10008.5.1.4.1.1.78.5": "VisualAcuityMeasurementsStorage",
    "1.2.840.10008.5.1.4.1.1.78.6": "SpectaclePrescriptionReportStorage",
    "1.2.840.10008.5.1.4.1.1.78.7": "OphthalmicAxialMeasurementsStorage",
    "1.2.840.10008.5.1.4.1.1.78.8": "IntraocularLensCalculationsStorage",
    "1.2.840.10008.5.1.4.1.1.79.1": "MacularGridThicknessAndVolumeReportStorage",
    "1.2.840.10008.5.1.4.1.1.80.1": "OphthalmicVisualFieldStaticPerimetryMeasurementsStorage",
    "1.2.840.10008.5.1.4.1.1.81.1": "OphthalmicThicknessMapStorage",
    "1.2.840.10008.5.1.4.1.1.82.1": "CornealTopographyMapStorage",
    "1.2.840.10008.5.1.4.1.1.88.11": "BasicTextSRStorage",
    "1.2.840.10008.5.1.4.1.1.88.22": "EnhancedSRStorage",
    "1.2.840.10008.5.1.4.1.1.88.33": "ComprehensiveSRStorage",
    "1.2.840.10008.5.1.4.1.1.88.34": "Comprehensive3DSRStorage",
    "1.2.840.10008.5.1.4.1.1.88.35": "ExtensibleSRStorage",
    "1.2.840.10008.5.1.4.1.1.88.40": "ProcedureLogStorage",
    "1.2.840.10008.5.1.4.1.1.88.50": "MammographyCADSRStorage",
    "1.2.840.10008.5.1.4.1.1.88.59": "KeyObjectSelectionDocumentStorage",
    "1.2.840.10008.5.1.4.1.1.88.65": "ChestCADSRStorage",
    "1.2.840.10008.5.1.4.1.1.88.67": "XRayRadiationDoseSRStorage",
    "1.2.840.10008.5.1.4.1.1.88.68": "RadiopharmaceuticalRadiationDoseSRStorage",
    "1.2.840.10008.5.1.4.1.1.88.69": "ColonCADSRStorage",
    "1.2.840.10008.5.1.4.1.1.88.70": "ImplantationPlanSRStorage",
    "1.2.840.10008.5.1.4.1.1.88.71": "AcquisitionContextSRStorage",
    "1.2.840.10008.5.1.4.1.1.88.72": "SimplifiedAdultEchoSRStorage",
    "1.2.840.10008.5.1.4.1.1.88.73": "PatientRadiationDoseSRStorage",
    "1.2.840.10008.5.1.4.1.1.88.74": "PlannedImagingAgentAdministrationSRStorage",
    "1.2.840.10008.5.1.4.1.1.88.75": "PerformedImagingAgentAdministrationSRStorage",
    "1.2.840.10008.5.1.4.1.1.88.76": "EnhancedXRayRadiationDoseSRStorage",
    "1.2.840.10008.5.1.4.1.1.88.77": "WaveformAnnotationSRStorage",
    "1.2.840.10008.5.1.4.1.1.9.1.1": "TwelveLeadECGWaveformStorage",
    "1.2.840.10008.5.1.4.1.1.9.1.2": "GeneralECGWaveformStorage",
    "1.2.840.10008.5.1.4.1.1.9.1.3": "AmbulatoryECGWaveformStorage",
    "1.2.840.10008.5.1.4.1.1.9.1.4": "General32bitECGWaveformStorage",
    "1.2.840.10008.5.1.4.1.1.9.100.1": "WaveformPresentationStateStorage",
    "1.2.840.10008.5.1.4.1.1.9.100.2": "WaveformAcquisitionPresentationStateStorage",
    "1.2.840.10008.5.1.4.1.1.9.2.1": "HemodynamicWaveformStorage",
    "1.2.840.10008.5.1.4.1.1.9.3.1": "CardiacElectrophysiologyWaveformStorage",
    "1.2.840.10008.5.1.4.1.1.9.4.1": "BasicVoiceAudioWaveformStorage",
    "1.2.840.10008.5.1.4.1.1.9.4.2": "GeneralAudioWaveformStorage",
    "1.2.840.10008.5.1.4.1.1.9.5.1": "ArterialPulseWaveformStorage",
    "1.2.840.10008.5.1.4.1.1.9.6.1": "RespiratoryWaveformStorage",
    "1.2.840.10008.5.1.4.1.1.9.6.2": "MultichannelRespiratoryWaveformStorage",
    "1.2.840.10008.5.1.4.1.1.9.7.1": "RoutineScalpElectroencephalogramWaveformStorage",
    "1.2.840.10008.5.1.4.1.1.9.7.2": "ElectromyogramWaveformStorage",
    "1.2.840.10008.5.1.4.1.1.9.7.3": "ElectrooculogramWaveformStorage",
    "1.2.840.10008.5.1.4.1.1.9.7.4": "SleepElectroencephalogramWaveformStorage",
    "1.2.840.10008.5.1.4.1.1.9.8.1": "BodyPositionWaveformStorage",
    "1.2.840.10008.5.1.4.1.1.90.1": "ContentAssessmentResultsStorage",
    "1.2.840.10008.5.1.4.1.1.91.1": "MicroscopyBulkSimpleAnnotationsStorage",
    "1.2.840.10008.5.1.4.34.10": "RTBrachyApplicationSetupDeliveryInstructionStorage",
    "1.2.840.10008.5.1.4.34.7": "RTBeamsDeliveryInstructionStorage",
}
"""Keyword by UID: what the storage service class takes (PS3.4 B.5, I.4)."""
