internal import Mustache

/// What the page may do, as its own Content Security Policy says.
enum PagePolicy {
    /// Nothing but the one style and the one script that have these digests.
    static let text =
        "default-src 'none'; style-src '\(PageStyle.digest)'; script-src '\(PageScript.digest)';"
        + " base-uri 'none'; form-action 'none'"
}

/// The page's templates, parsed once.
struct PageTemplates: Sendable {
    let head: MustacheTemplate
    let body: MustacheTemplate

    /// The templates, or the error that they are wrong: a fault of ours that tests would show.
    static let parsed = Result<PageTemplates, any Error> {
        PageEscaping.register()
        let pragma = "{{% CONTENT_TYPE:\(PageEscaping.name) }}"
        return PageTemplates(
            head: try MustacheTemplate(string: pragma + PageTemplateText.head),
            body: try MustacheTemplate(string: pragma + PageTemplateText.body)
        )
    }
}
