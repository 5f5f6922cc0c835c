extension Mirror {
    /// Files without a test of their own. One that ends in a slash is a folder whose files are
    /// tested together, since they are one thing from outside.
    static let exceptions: [String: Exception] = [
        "Sources/Core/Hash/Fingerprint.swift": (nil, "values that are only held together"),
        "Sources/Core/Hash/PDQWeights.swift": (
            "Tests/CoreTests/Hash/PDQResamplerTests.swift", "what samples are summed with"
        ),
        "Sources/Core/Hash/RowSums.swift": (
            "Tests/CoreTests/Hash/PDQResamplerTests.swift", "half of a resampler"
        ),
        "Sources/Core/Hash/ScreenedHash.swift": (
            "Tests/CoreTests/Hash/PDQResamplerTests.swift", "what a resampler makes"
        ),
        "Sources/Core/Match/ScreenedPicture.swift": (
            "Tests/CoreTests/Match/MatcherTests.swift", "what the matcher is asked about"
        ),
        "Sources/Core/Match/Screening.swift": (
            "Tests/CoreTests/Match/MatcherTests.swift", "margins that the matcher holds to"
        ),
        "Sources/Core/ShardID.swift": (nil, "values that are only held together"),
        "Sources/Coordinator/Lists/CompiledListWriter.swift": (
            "Tests/CoordinatorTests/Lists/HashListCompilerTests.swift", "the compiler's last step"
        ),
        "Sources/Coordinator/Lists/HashListFileError.swift": (
            "Tests/CoordinatorTests/Lists/HashListCompilerTests.swift", "what the compiler throws"
        ),
        "Sources/Coordinator/Lists/HashListSource.swift": (
            "Tests/CoordinatorTests/Lists/HashListCompilerTests.swift", "the compiler's first step"
        ),
        "Sources/Core/Match/Compiled/CompiledListCheck.swift": (
            "Tests/CoreTests/Match/Compiled/CompiledListTests.swift", "part of opening a list"
        ),
        "Sources/Core/Match/Compiled/CompiledListImage.swift": (
            "Tests/CoreTests/Match/Compiled/CompiledListBuilderTests.swift", "what a builder makes"
        ),
        "Sources/Core/Match/Compiled/EntryTable.swift": (
            "Tests/CoreTests/Match/Compiled/CompiledListBuilderTests.swift", "half of a builder"
        ),
        "Sources/Core/Match/Compiled/HashKey.swift": (
            "Tests/CoreTests/Match/Compiled/CompiledListTests.swift",
            "the order of a list's digests"
        ),
        "Sources/Core/Match/Compiled/HashRows.swift": (
            "Tests/CoreTests/Match/Compiled/CompiledListBuilderTests.swift", "half of a builder"
        ),
        "Sources/Core/Match/Compiled/OwnThresholds.swift": (
            "Tests/CoreTests/Match/Compiled/PDQIndexTests.swift", "what decides what is indexed"
        ),
        "Sources/Core/Match/Compiled/PDQIndexScratch.swift": (
            "Tests/CoreTests/Match/Compiled/PDQIndexTests.swift", "the making of an index"
        ),
        "Sources/Core/Match/Compiled/Piece.swift": (
            "Tests/CoreTests/Match/Compiled/CompiledListBuilderTests.swift", "how it is written"
        ),
        "Sources/Core/Match/Compiled/PrefixTable.swift": (
            "Tests/CoreTests/Match/Compiled/CompiledListTests.swift", "how digests are found"
        ),
        "Sources/Core/Match/Compiled/MappedBytes.swift": (
            "Tests/StorageTests/MappedFileTests.swift", "a protocol"
        ),
        "Sources/Core/Match/ListSettings.swift": (
            "Tests/CoreTests/Match/MatcherTests.swift", "values that the matcher holds to"
        ),
        "Sources/Core/Match/ListTally.swift": (
            "Tests/CoreTests/Match/Compiled/CompiledListBuilderTests.swift", "what a builder counts"
        ),
        "Sources/Core/Match/PDQScan.swift": (
            "Tests/CoreTests/Match/MatcherPropertyTests.swift", "the matcher beside a plain search"
        ),
        "Sources/Core/Match/Parse/HashListLimits.swift": (nil, "numbers with their reasons"),
        "Sources/Core/Match/Parse/HashListParser.swift": (
            "Tests/CoreTests/Match/Parse/HashListReaderTests.swift", "what all parsers share"
        ),
        "Sources/Core/Match/Parse/ListEvent.swift": (
            "Tests/CoreTests/Match/Parse/RecordDraftTests.swift", "values that a draft makes"
        ),
        "Sources/Core/Version.swift": (nil, "a constant"),
        "Sources/Core/Hash/ColumnBox.swift": (
            "Tests/CoreTests/Hash/PDQTests.swift", "a step of PDQ, bit-exact with its oracle"
        ),
        "Sources/Core/Hash/KernelLevel.swift": (
            "Tests/CoreTests/Hash/HammingTests.swift", "which kernel runs"
        ),
        "Sources/Core/Hash/PDQAccumulator.swift": (
            "Tests/CoreTests/Hash/PDQTests.swift", "a step of PDQ, bit-exact with its oracle"
        ),
        "Sources/Core/Hash/PDQGeometry.swift": (
            "Tests/CoreTests/Hash/PDQTests.swift", "a step of PDQ, bit-exact with its oracle"
        ),
        "Sources/Core/Hash/PDQSamples.swift": (
            "Tests/CoreTests/Hash/PDQTests.swift", "a step of PDQ, bit-exact with its oracle"
        ),
        "Sources/Core/Manifest/ManifestError.swift": (
            "Tests/CoreTests/Manifest/ManifestLineTests.swift", "what reading lines throws"
        ),
        "Sources/Core/Manifest/ManifestLines.swift": (
            "Tests/CoordinatorTests/Serve/ManifestFileTests.swift", "the lines of a shard"
        ),
        "Sources/Core/Manifest/PathEscape.swift": (
            "Tests/CoreTests/Manifest/ManifestLineTests.swift", "a column of a line"
        ),
        "Sources/Core/Manifest/UTF8Sequence.swift": (
            "Tests/CoreTests/Manifest/ManifestLineTests.swift", "a column of a line"
        ),
        "Sources/Core/Segment/RawSegmentRow.swift": (
            "Tests/CoreTests/Segment/SegmentCheckTests.swift", "what a check looks at"
        ),
        "Sources/Core/Segment/SegmentHeader.swift": (
            "Tests/CoreTests/Segment/SegmentCheckTests.swift",
            "what reading and checking begin with"
        ),
        "Sources/Core/Segment/SegmentRow.swift": (
            "Tests/CoreTests/Segment/SegmentRowCodecTests.swift", "what the codec holds to"
        ),
        "Sources/CKernels/": (
            "Tests/CoreTests/Hash/", "each kernel is compared with its Swift twin"
        ),
        "Sources/CJPEGSkim/": (
            "Tests/DecodeTests/Skim/JPEGSkimTests.swift", "the kernel of what reads means"
        ),
        "Sources/CPNG/": ("Tests/DecodeTests/", "the row reader of the decoder"),
        "Sources/CDigestKernels/": (
            "Tests/DigestsTests/InterleavedDigestsTests.swift", "the kernel beside libcrypto"
        ),
        "Sources/Digests/": (
            "Tests/DigestsTests/DigestStreamTests.swift",
            "digests are compared with coreutils as one"
        ),
        "Sources/Decode/": (
            "Tests/DecodeTests/",
            "decoders are compared with their oracle as a whole, and attacked as a whole"
        ),
        "Sources/Storage/Walk/": (
            "Tests/StorageTests/", "a walk is compared with find(1) as a whole"
        ),
        "Sources/Storage/Sort/": (
            "Tests/StorageTests/RunTests.swift", "runs are sorted as a whole"
        ),
        "Sources/Storage/Read/": (
            "Tests/StorageTests/LocalStorageTests.swift", "reading is tested by its errors"
        ),
        "Sources/Storage/Descriptor.swift": (
            "Tests/StorageTests/LocalStorageTests.swift", "what every test of files goes through"
        ),
        "Sources/Storage/SystemError.swift": (
            "Tests/StorageTests/LocalStorageTests.swift", "what every test of files goes through"
        ),
        "Sources/Storage/NoLinkPath.swift": (
            "Tests/StorageTests/LocalStorageTests.swift", "how files are opened"
        ),
        "Sources/Storage/MountTable.swift": (
            "Tests/StorageTests/FileSystemKindTests.swift", "how the kind is found"
        ),
        "Sources/Storage/OwnFolder.swift": ("Tests/StorageTests/RunTests.swift", "where runs are"),
        "Sources/Storage/StandardError.swift": (nil, "one call"),
        "Sources/Storage/StandardStream.swift": ("Tests/ClusterTests/", "run as a process"),
        "Sources/Storage/WholeWrite.swift": (
            "Tests/CoordinatorTests/Sweep/SegmentStoreTests.swift", "how segments are written"
        ),
        "Sources/Wire/Authenticator.swift": (
            "Tests/WireTests/LinkTests.swift", "who gets in, seen by those who try"
        ),
        "Sources/Wire/Context.swift": (nil, "one call"),
        "Sources/Wire/SocketError.swift": (nil, "values that are only held together"),
        "Sources/Wire/WireLimits.swift": (nil, "numbers with their reasons"),
        "Sources/Worker/Main.swift": ("Tests/ClusterTests/", "run as a process"),
        "Sources/Worker/LaneCommand.swift": (
            "Tests/WorkerTests/Lane/LaneTests.swift", "run as a process"
        ),
        "Sources/Worker/Hash/": ("Tests/ClusterTests/", "run as a process"),
        "Sources/Worker/Lane/LaneChild.swift": (
            "Tests/WorkerTests/Lane/LaneTests.swift", "the worker's side of a process"
        ),
        "Sources/Worker/Lane/LaneProcess.swift": (
            "Tests/WorkerTests/Lane/LaneTests.swift", "run as a process"
        ),
        "Sources/Worker/Lane/SelfTestVectors.swift": (
            "Tests/WorkerTests/Lane/SelfTestTests.swift", "the answers of the self-test"
        ),
        "Sources/Worker/Lane/LaneLimits.swift": (nil, "numbers with their reasons"),
        "Sources/Worker/Session/Channel.swift": (
            "Tests/WorkerTests/Session/SessionTests.swift", "how a session speaks"
        ),
        "Sources/Worker/Session/Crew.swift": (
            "Tests/WorkerTests/Session/SessionTests.swift", "who works in a session"
        ),
        "Sources/Worker/Session/Greeting.swift": (
            "Tests/WorkerTests/Session/SessionTests.swift", "how a session begins"
        ),
        "Sources/Worker/Session/Shift.swift": (
            "Tests/WorkerTests/Shard/ExaminerTests.swift", "who examines, all together"
        ),
        "Sources/Worker/Session/SessionError.swift": (
            "Tests/WorkerTests/Session/SessionTests.swift", "what a session throws"
        ),
        "Sources/Worker/Shard/Examined.swift": (nil, "values that are only held together"),
        "Sources/Worker/Shard/ReadFile.swift": (nil, "values that are only held together"),
        "Sources/Worker/Shard/Reader.swift": (
            "Tests/WorkerTests/Shard/ExaminerTests.swift", "an examiner's first step"
        ),
        "Sources/Worker/Shard/Readers.swift": (
            "Tests/WorkerTests/Shard/ExaminerTests.swift", "an examiner's first step"
        ),
        "Sources/Coordinator/FindingRecord.swift": (nil, "values that are only held together"),
        "Sources/Coordinator/Summary.swift": (nil, "values that are only held together"),
        "Sources/Coordinator/CLI/": ("Tests/ClusterTests/", "commands are run as processes"),
        "Sources/Coordinator/Ledger/LedgerSchema.swift": (
            "Tests/CoordinatorTests/Ledger/LedgerTests.swift", "the tables of every ledger"
        ),
        "Sources/Coordinator/Ledger/ShardRecord.swift": (
            "Tests/CoordinatorTests/Ledger/LedgerQueriesTests.swift", "what a ledger is asked for"
        ),
        "Sources/Coordinator/Ledger/SweepRecord.swift": (
            "Tests/CoordinatorTests/Ledger/LedgerTests.swift", "what a ledger is asked for"
        ),
        "Sources/Coordinator/Plan/": (
            "Tests/CoordinatorTests/Plan/PlannerTests.swift", "plans are made as a whole"
        ),
        "Sources/Coordinator/Report/": (
            "Tests/CoordinatorTests/Report/", "reports are read back as a whole"
        ),
        "Sources/Coordinator/Serve/ServerCheckpoint.swift": (
            "Tests/CoordinatorTests/Serve/SweepServerTests.swift", "a part of the server"
        ),
        "Sources/Coordinator/Serve/ServerLeases.swift": (
            "Tests/CoordinatorTests/Serve/SweepServerTests.swift", "a part of the server"
        ),
        "Sources/Coordinator/Serve/ServerSupervision.swift": (
            "Tests/CoordinatorTests/Serve/SweepServerTests.swift", "a part of the server"
        ),
        "Sources/Coordinator/Serve/SweepServerSetup.swift": (
            "Tests/CoordinatorTests/Serve/SweepServerTests.swift", "a part of the server"
        ),
        "Sources/Coordinator/Serve/ShardLines.swift": (
            "Tests/CoordinatorTests/Serve/ManifestFileTests.swift", "what the file gives"
        ),
        "Sources/Coordinator/Serve/ServerLimits.swift": (nil, "numbers with their reasons"),
        "Sources/Coordinator/Serve/Lifeline.swift": (
            "Tests/ClusterTests/", "processes that end with their parent"
        ),
        "Sources/Coordinator/Sweep/PlanRequestOptions.swift": (
            "Tests/CoordinatorTests/Sweep/SweepTests.swift", "what a sweep is planned from"
        ),
        "Sources/Coordinator/Sweep/SegmentFile.swift": (
            "Tests/CoordinatorTests/Sweep/SegmentStoreTests.swift", "a step of the store"
        ),
        "Sources/Coordinator/Sweep/ShardContents.swift": (
            "Tests/CoordinatorTests/Sweep/AuditTests.swift", "what an audit reads"
        ),
        "Sources/Coordinator/Sweep/ShardFiles.swift": (
            "Tests/CoordinatorTests/Sweep/OutcomeItemsTests.swift", "what reports show and count"
        ),
        "Sources/Coordinator/Sweep/ShardWalk.swift": (
            "Tests/CoordinatorTests/Sweep/AuditTests.swift", "what an audit reads"
        ),
        "Sources/Coordinator/Sweep/SweepError.swift": (nil, "sentences"),
        "Sources/Coordinator/Sweep/SweepLock.swift": (
            "Tests/CoordinatorTests/Sweep/SweepFolderTests.swift", "how a folder is held"
        ),
        "Sources/Coordinator/Sweep/SweepRecords.swift": (
            "Tests/CoordinatorTests/Sweep/SweepTests.swift", "what is reported of a sweep"
        ),
        "Sources/Coordinator/Sweep/SweepSettings.swift": (
            "Tests/CoordinatorTests/Ledger/LedgerTests.swift", "what a ledger keeps"
        ),
    ]
}
