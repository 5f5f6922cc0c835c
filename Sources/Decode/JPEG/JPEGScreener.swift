internal import Core

/// Makes screened hashes of JPEG files: decodes as little of them as a plan says.
struct JPEGScreener: ~Copyable {
    private var skim = JPEGSkim()
    private var weights = KeptWeights()

    /// The screened hash of a picture; `nil` where it is not screened, where something had to be
    /// repaired or is unusual, where clamping makes much of its light or may do so, and where the
    /// hash says too little: then everything has to be seen.
    mutating func picture(
        in file: Span<UInt8>,
        header: JPEGHeader,
        pixels: inout PixelBuffer,
        variants: Bool,
        clock: inout HashClock
    ) -> DecodedPicture? {
        // No memory for a scaled picture, or damage: the full decoder says so.
        do throws(DecodeError) {
            var colours = header.componentCount == 1 ? SkimmedColours.none : nil
            var skimmed: JPEGScreening?
            // The skim's answer is the same each time: what it left once it is not given again.
            var unusualScales: Set<Int> = []
            for (plan, isForLibrary) in [
                (JPEGScreening(skimmed: header), false), (JPEGScreening(header), true),
            ] {
                guard let plan else { continue }
                // Seen already, and it said too little.
                if plan == skimmed { return nil }
                let luma = unsafe try pixels.bytes(plan.width * plan.height)
                let seen = unsafe try skim(file, header, plan.scale, luma, &unusualScales)
                if let seen {
                    colours = seen
                    skimmed = plan
                } else if !isForLibrary {
                    continue
                } else if colours == nil {
                    // Whoever decodes luma alone sees no colours.
                    colours = unsafe try skim(file, header, 8, luma, &unusualScales)
                }
                guard let colours, !colours.areMuch else { return nil }
                if seen == nil {
                    let isWhole = unsafe try decode(file, header, plan, to: luma)
                    if !isWhole { return nil }
                }
                let hash = clock.measure {
                    unsafe plan.hash(luma, header, colours.clamping, variants: variants, &weights)
                }
                if colours.spread.isMuch(quality: hash.quality) { return nil }
                if plan.hidesLight(hash, header, byteCount: file.count) { return nil }
                if let picture = plan.picture(hash, header) { return picture }
            }
            return nil
        } catch { return nil }
    }

    /// Skims the luma at a scale, if that was not in vain before; `nil` for anything unusual.
    private mutating func skim(
        _ file: Span<UInt8>,
        _ header: JPEGHeader,
        _ scale: Int,
        _ luma: UnsafeMutableBufferPointer<UInt8>,
        _ unusualScales: inout Set<Int>
    ) throws(DecodeError) -> SkimmedColours? {
        if unusualScales.contains(scale) { return nil }
        let seen = unsafe try skim.read(file, header: header, scale: scale, to: luma)
        if seen == nil { unusualScales.insert(scale) }
        return seen
    }

    /// Has libjpeg decode the luma as planned; `false` where it repaired something.
    private func decode(
        _ file: Span<UInt8>,
        _ header: JPEGHeader,
        _ plan: JPEGScreening,
        to luma: UnsafeMutableBufferPointer<UInt8>
    ) throws(DecodeError) -> Bool {
        let draft = plan.isDraft ? header.outline.file(from: file, plan.keeps) : []
        let hasWarnings = unsafe try TurboJPEG.decodeLuma(
            plan.isDraft ? draft.span : file,
            width: plan.width,
            height: plan.height,
            to: luma
        )
        return !hasWarnings
    }

    /// Gives much memory back.
    mutating func trim() { skim.trim() }
}

extension JPEGScreening {
    /// The hash of the luma that was decoded as planned.
    fileprivate func hash(
        _ luma: UnsafeMutableBufferPointer<UInt8>,
        _ header: JPEGHeader,
        _ clamping: Clamping,
        variants: Bool,
        _ weights: inout KeptWeights
    ) -> ScreenedHash {
        var resampler = PDQResampler(
            width: header.width,
            height: header.height,
            scale: scale,
            variants: variants,
            kept: &weights,
            isOfJPEG: true
        )
        unsafe resampler.push(luma: UnsafeBufferPointer(luma).span, rowCount: height)
        return resampler.finish(clamping: Float(clamping.mean))
    }

    /// Whether a file has much where what is seen of it has nothing: colours, or a luma, finer than
    /// what is looked at, out of which clamping may make light.
    fileprivate func hidesLight(
        _ screened: ScreenedHash,
        _ header: JPEGHeader,
        byteCount: Int
    ) -> Bool {
        screened.quality <= JPEGScreening.flatQualityMax
            && byteCount > header.width * header.height / JPEGScreening.flatPixelsPerByte
    }

    fileprivate func picture(_ screened: ScreenedHash, _ header: JPEGHeader) -> DecodedPicture? {
        guard screened.isSteady else { return nil }
        let picture = Picture(
            width: header.width,
            height: header.height,
            hash: screened.hash,
            quality: screened.quality,
            profile: profile,
            hasWarnings: false
        )
        return DecodedPicture(picture: picture, variants: screened.variants)
    }
}
