internal import Core
internal import Foundation

/// A file's fingerprint as one JSON line.
struct HashLine {
    let path: EntryPath
    let row: SegmentRow

    private struct Fields: Encodable {
        let path: String
        let pathBase64: String?
        let size: Int64
        let format: String
        let width: Int?
        let height: Int?
        let md5: String?
        let sha1: String?
        let sha256: String?
        let pdq: String?
        let quality: Int?
        let exact: Bool
        let profile: String?

        enum CodingKeys: String, CodingKey {
            case path, size, format, width, height, md5, sha1, sha256, pdq, quality, exact, profile
            case pathBase64 = "path_base64"
        }
    }

    var json: String {
        // A text cannot say bytes that are not UTF-8: the exact ones go beside it.
        let isText = String(validating: path.bytes, as: UTF8.self) != nil
        let picture = row.fingerprint?.picture
        let digests = row.fingerprint?.digests
        let fields = Fields(
            path: String(decoding: path.bytes, as: UTF8.self),
            pathBase64: isText ? nil : Data(path.bytes).base64EncodedString(),
            size: row.size,
            format: row.format.name,
            width: picture?.width,
            height: picture?.height,
            md5: digests?.md5?.hex,
            sha1: digests?.sha1?.hex,
            sha256: digests?.sha256?.hex,
            pdq: picture?.hash.hex,
            quality: picture?.quality,
            exact: picture?.profile == .exact,
            profile: picture?.profile.name
        )
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(fields) else {
            preconditionFailure("strings and numbers always encode")
        }
        return String(decoding: data, as: UTF8.self)
    }
}
