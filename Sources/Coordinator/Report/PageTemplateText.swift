/// The page's templates, in Mustache. Every variable is escaped; none is inside a script or style.
enum PageTemplateText {
    /// Up to the style.
    static let head = """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="{{policy}}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta name="robots" content="noindex">
        <meta name="color-scheme" content="light dark">
        <title>Turnstone report: {{sweep}}</title>

        """

    /// From the body's beginning to the data.
    static let body = """
        <body>
        <header class="top">
        <p class="brand">Turnstone report</p>
        <h1><span class="name">{{sweep}}</span> \
        <span class="state {{stateClass}}">{{state}}</span></h1>
        <p class="facts">{{#facts}}<span>{{.}}</span>{{/facts}}</p>
        </header>
        <main>
        {{#unfinished}}
        <p class="notice gap" role="note">This sweep {{clause}}: not every file of the manifest \
        has an outcome yet. <code>{{command}}</code> {{effect}}.</p>
        {{/unfinished}}
        {{#notices}}
        <p class="notice gap" role="note">{{.}}</p>
        {{/notices}}
        <p class="notice" role="note">{{principle}} A file without a finding is a file in which \
        these lists matched nothing: no more than that.</p>

        <section aria-labelledby="summary-title">
        <h2 id="summary-title" class="hidden">Summary</h2>
        <dl class="tiles">
        {{#tiles}}
        <div class="tile {{tone}}"><dt>{{label}}</dt><dd><b>{{value}}</b><span>{{note}}</span>\
        </dd></div>
        {{/tiles}}
        </dl>
        </section>

        <div class="columns">
        <section class="card" aria-labelledby="coverage-title">
        <h2 id="coverage-title">Coverage by outcome</h2>
        <table class="plain">
        <thead><tr><th scope="col">Outcome</th><th scope="col" class="n">Files</th>\
        <th scope="col" class="n">Share</th><th scope="col" class="wide"><span class="hidden">Bar\
        </span></th></tr></thead>
        <tbody>
        {{#coverage}}
        <tr class="{{tone}}"><th scope="row">{{name}}<small>{{explanation}}</small></th>\
        <td class="n">{{count}}</td><td class="n">{{share}}</td>\
        <td><svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">\
        <rect class="track" width="100" height="8"/><rect class="fill" width="{{width}}" \
        height="8"/>\
        </svg></td></tr>
        {{/coverage}}
        </tbody>
        </table>
        </section>

        <section class="card" aria-labelledby="lists-title">
        <h2 id="lists-title">Findings by list and kind</h2>
        <table class="plain">
        <thead><tr><th scope="col">Hash list</th><th scope="col" class="n">md5</th>\
        <th scope="col" class="n">sha1</th><th scope="col" class="n">sha256</th>\
        <th scope="col" class="n">pdq</th><th scope="col" class="n">All</th></tr></thead>
        <tbody>
        {{#lists}}
        <tr><th scope="row">{{name}}<small>{{entries}}</small>\
        <svg class="bar thin" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">\
        <rect class="track" width="100" height="8"/><rect class="fill" width="{{width}}" \
        height="8"/>\
        </svg></th><td class="n">{{md5}}</td><td class="n">{{sha1}}</td><td class="n">\
        {{sha256}}</td>\
        <td class="n">{{pdq}}</td><td class="n"><b>{{total}}</b></td></tr>
        {{/lists}}
        </tbody>
        </table>
        {{#histogram}}
        <h3 id="distance-title">By PDQ distance <small>{{total}}</small></h3>
        <svg class="histogram" viewBox="0 0 720 190" role="img" aria-labelledby="distance-title" \
        aria-describedby="distance-text">
        <desc id="distance-text">{{description}}</desc>
        {{#bars}}
        <g><title>distance {{distance}}: {{count}}</title>\
        <rect class="fill" x="{{x}}" y="{{y}}" width="{{width}}" height="{{height}}"/>\
        <text class="count" x="{{middle}}" y="{{labelY}}">{{label}}</text>\
        <text x="{{middle}}" y="174">{{tick}}</text></g>
        {{/bars}}
        <line x1="0" y1="160.5" x2="720" y2="160.5"/>
        <text class="axis" x="0" y="188">bits of 256 that differ; 0 is the same PDQ hash</text>
        </svg>
        {{/histogram}}
        </section>
        </div>

        <section class="card" aria-labelledby="findings-title">
        <h2 id="findings-title">Findings <small>{{findingTotal}}</small></h2>
        {{#findingNote}}<p class="notice gap" role="note">{{findingNote}}</p>{{/findingNote}}
        {{^hasFindings}}<p class="quiet">No file matched an entry of these lists.</p>\
        {{/hasFindings}}
        {{#hasFindings}}
        <div id="findings" class="listing">
        <p class="static quiet">The first rows. Sorting, filtering and the other rows need \
        JavaScript; \
        <code>{{findingsCommand}}</code> holds everything.</p>
        <div class="scroll"><table class="rows">
        <thead><tr><th scope="col" data-column="0" class="path">Path</th>\
        <th scope="col" data-column="2">List</th><th scope="col" data-column="3">Entry</th>\
        <th scope="col" data-column="4">Category</th><th scope="col" data-column="5">Kind</th>\
        <th scope="col" data-column="6" class="n">Distance</th>\
        <th scope="col" data-column="8" class="n">Quality</th>\
        <th scope="col" data-column="9">Picture</th>\
        <th scope="col" data-column="12" class="n">Bytes</th>\
        <th scope="col" data-column="13">Modified</th></tr></thead>
        <tbody>
        {{#findings}}
        <tr><td class="path"><details><summary><bdi dir="ltr">{{#path}}{{#isEscape}}<i>{{text}}</i>\
        {{/isEscape}}{{^isEscape}}{{text}}{{/isEscape}}{{/path}}</bdi></summary><dl>\
        <dt>for a shell</dt><dd>{{word}}</dd><dt>md5</dt><dd>{{md5}}</dd><dt>sha1</dt><dd>\
        {{sha1}}</dd>\
        <dt>sha256</dt><dd>{{sha256}}</dd><dt>pdq</dt><dd>{{pdq}}</dd>\
        <dt>modified</dt><dd>{{mtime}}</dd><dt>owner</dt><dd>uid {{owner}}</dd>\
        <dt>variant</dt><dd>{{variant}}</dd><dt>worker</dt><dd>{{worker}}, shard {{shard}}</dd>\
        </dl>\
        </details></td>\
        <td class="word list">{{list}}</td><td class="word entry">{{entry}}</td>\
        <td class="word">{{category}}</td><td><span class="kind {{kind}}">\
        {{kind}}</span></td><td class="n">{{distance}}</td><td class="n">{{quality}}</td>\
        <td class="short">{{picture}}</td><td class="n">{{size}}</td>\
        <td class="time">{{mtimeDate}}</td></tr>
        {{/findings}}
        </tbody>
        </table></div>
        </div>
        {{/hasFindings}}
        </section>

        <section class="card" aria-labelledby="gaps-title">
        <h2 id="gaps-title">Not examined <small>{{gapTotal}}</small></h2>
        {{^hasGaps}}<p class="quiet">Every file that was reached and not passed over by rule \
        could be \
        examined.</p>{{/hasGaps}}
        {{#gapNote}}<p class="notice gap" role="note">{{gapNote}}</p>{{/gapNote}}
        <div class="causes">
        {{#causes}}<span><b>{{count}}</b> {{outcome}} <em>{{cause}}</em></span>
        {{/causes}}
        </div>
        {{#hasSkipped}}
        <div class="causes">Passed over by rule, and not in this table:
        {{#skipped}}<span><b>{{count}}</b> {{cause}}</span>
        {{/skipped}}
        </div>
        {{/hasSkipped}}
        {{#hasGaps}}
        <div id="gaps" class="listing">
        <p class="static quiet">The first rows. The others need JavaScript; \
        <code>{{outcomesCommand}}</code> holds everything.</p>
        <div class="scroll"><table class="rows">
        <thead><tr><th scope="col" data-column="0" class="path">Path</th>\
        <th scope="col" data-column="2">Outcome</th><th scope="col" data-column="3">Cause</th>\
        <th scope="col" data-column="4">Format</th><th scope="col" data-column="5" class="n">\
        Bytes</th>\
        <th scope="col" data-column="6">Modified</th></tr></thead>
        <tbody>
        {{#gaps}}
        <tr><td class="path"><bdi dir="ltr">{{#path}}{{#isEscape}}<i>{{text}}</i>{{/isEscape}}\
        {{^isEscape}}{{text}}{{/isEscape}}{{/path}}</bdi></td><td>{{outcome}}</td><td>\
        {{cause}}</td>\
        <td>{{format}}</td><td class="n">{{size}}</td><td class="time">{{mtimeDate}}</td></tr>
        {{/gaps}}
        </tbody>
        </table></div>
        </div>
        {{/hasGaps}}
        </section>

        <div class="columns">
        <section class="card" aria-labelledby="used-title">
        <h2 id="used-title">Hash lists of this sweep</h2>
        <table class="plain">
        <thead><tr><th scope="col">List</th><th scope="col" class="n">Entries</th>\
        <th scope="col">Version (SHA-256 of the list’s file)</th></tr></thead>
        <tbody>
        {{#lists}}
        <tr><th scope="row">{{name}}</th><td class="n">{{entries}}</td>\
        <td class="hash">{{version}}</td></tr>
        {{/lists}}
        </tbody>
        </table>
        </section>

        <section class="card" aria-labelledby="verify-title">
        <h2 id="verify-title">How to check this report</h2>
        <p><code>{{verifyCommand}}</code> audits the sweep: that every entry of the manifest has \
        exactly \
        one outcome, that the outcomes add up, and that no outcome or finding has changed since.</p>
        <p><code>{{outcomesCommand}}</code> names every file with its outcome and, where there is \
        none \
        to compare, the cause.</p>
        {{#digestTool}}<p>A finding holds digests of the file: <code>{{digestTool}}</code> on the \
        path must print the \
        same one, or the file has changed since the sweep.</p>
        {{/digestTool}}
        <p>Paths are shown so that nothing in them is invisible: <i>\\n</i> is a line feed, \
        <i>\\xff</i> a byte that is not UTF-8, <i>\\u{202e}</i> a character that would not be \
        seen, and \
        <i>\\\\</i> a backslash. What is copied is the path as one word of a shell.</p>
        </section>
        </div>
        </main>
        <footer>The page loads nothing and holds no picture. It names files and people’s data: \
        keep it \
        as confidential as the storage it describes.</footer>

        """
}
