/// The page's style.
enum PageStyle {
    /// What the page's policy lets browsers apply: the SHA-256 of ``text``.
    static let digest = "sha256-9QbInrGK6Tj+clK0dbIuL4i+lRfOAkfakkU+vmkBqVY="

    static let text = """
        :root{--ground:#f3f5f7;--card:#fff;--ink:#17202b;--quiet:#566372;--line:#d9dfe6;
        --soft:#eef1f5;
        --blue:#2a628f;--fill:#5a8fbb;--lead:#7a3f0c;--leadsoft:#fdf3e7;--gap:#9a5200;
        --gapfill:#d98c2b;
        --gapsoft:#fff6e8;--rule:#94a1b0;--escape:#8a1c5b;--escapesoft:#fbe9f3}
        @media (prefers-color-scheme:dark){:root{--ground:#11161c;--card:#19212a;--ink:#e3e9ef;
        --quiet:#9aa8b7;--line:#2d3843;--soft:#212b35;--blue:#86bbe6;--fill:#4f87b6;--lead:#f0b77c;
        --leadsoft:#2e2418;--gap:#efb15f;--gapfill:#c07f2c;--gapsoft:#2c2417;--rule:#66727f;
        --escape:#f2a1cd;--escapesoft:#3a1c2d}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--ground);color:var(--ink);
        font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans",
        sans-serif}
        .top,main,footer{max-width:1560px;margin:0 auto;padding:0 24px}
        .top{padding-top:22px}
        .brand{margin:0;color:var(--quiet);font-size:12px;letter-spacing:.08em;
        text-transform:uppercase}
        h1{margin:2px 0 4px;font-size:24px;font-weight:650;line-height:1.25;display:flex;
        flex-wrap:wrap;
        align-items:center;gap:4px 12px}
        h1 .name{overflow-wrap:anywhere}
        .state{font-size:12px;font-weight:600;padding:2px 10px;border-radius:10px;
        border:1px solid currentColor;color:var(--blue)}
        .state.interrupted{color:var(--gap);background:var(--gapsoft)}
        .facts{margin:0 0 14px;color:var(--quiet);display:flex;flex-wrap:wrap;gap:2px 18px}
        h2{margin:0 0 10px;font-size:16px;font-weight:650}
        h3{margin:20px 0 6px;font-size:14px;font-weight:650}
        h2 small,h3 small{font-weight:400;color:var(--quiet);font-size:13px;margin-left:6px}
        .hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);
        white-space:nowrap}
        .notice{margin:0 0 12px;padding:8px 14px;border-left:3px solid var(--blue);
        background:var(--card);
        border-radius:0 6px 6px 0}
        .notice.gap{border-color:var(--gapfill);background:var(--gapsoft)}
        .quiet{color:var(--quiet);margin:0 0 10px}
        code,.hash,.path,.listing dd{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,
        "DejaVu Sans Mono",monospace;font-size:12.5px}
        code{background:var(--soft);padding:1px 5px;border-radius:4px;overflow-wrap:anywhere}
        .tiles{display:grid;grid-template-columns:repeat(6,1fr);gap:12px;margin:0 0 14px}
        .tile,.card{background:var(--card);border:1px solid var(--line);border-radius:8px}
        .tile{padding:10px 14px 11px;border-top:3px solid var(--line);min-width:0}
        .tile dt{color:var(--quiet);font-size:12.5px}
        .tile dd{margin:0}
        .tile b{display:block;font-size:24px;font-weight:600;line-height:1.3;
        font-variant-numeric:tabular-nums}
        .tile span{color:var(--quiet);font-size:12.5px}
        .tile.lead{border-top-color:var(--lead)}
        .tile.lead b{color:var(--lead)}
        .tile.gap{border-top-color:var(--gapfill)}
        .tile.gap b{color:var(--gap)}
        .columns{display:grid;grid-template-columns:1fr 1fr;gap:14px;align-items:start}
        .card{padding:14px 18px 16px;margin:0 0 14px;min-width:0}
        table{border-collapse:collapse;width:100%}
        th{text-align:left;font-weight:600}
        td,th{padding:5px 8px;vertical-align:top}
        td:first-child,th:first-child{padding-left:0}
        .n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        thead th{color:var(--quiet);font-size:12.5px;border-bottom:1px solid var(--line);
        white-space:nowrap}
        .plain tbody tr+tr>*{border-top:1px solid var(--soft)}
        .plain th small{display:block;font-weight:400;color:var(--quiet);font-size:12px}
        .plain .wide{width:34%}
        .hash{overflow-wrap:anywhere}
        .bar{display:block;width:100%;height:10px;margin-top:5px}
        .bar.thin{height:4px;margin-top:4px}
        .track{fill:var(--soft)}
        .fill{fill:var(--fill)}
        .gap .fill{fill:var(--gapfill)}
        .rule .fill{fill:var(--rule)}
        .histogram{display:block;width:100%;height:auto}
        .histogram text{fill:var(--quiet);font-size:10.5px;text-anchor:middle}
        .histogram .count{fill:var(--ink);font-size:9.5px}
        .histogram .axis{text-anchor:start;font-size:11px}
        .histogram line{stroke:var(--rule)}
        .causes{display:flex;flex-wrap:wrap;gap:6px 8px;margin:0 0 12px}
        .causes span{background:var(--soft);border-radius:5px;padding:2px 9px}
        .causes{align-items:baseline}
        .causes em{font-style:normal;color:var(--quiet)}
        .controls{display:flex;flex-wrap:wrap;gap:8px 14px;align-items:end;margin:0 0 8px}
        .controls label{display:grid;gap:2px;font-size:12px;color:var(--quiet)}
        .controls label.grow{flex:1 1 260px}
        .controls .count{margin-left:auto;align-self:center;font-variant-numeric:tabular-nums}
        input,select,button{font:inherit;font-size:13px;color:var(--ink);background:var(--card);
        border:1px solid var(--rule);border-radius:6px;padding:4px 8px;min-width:0}
        select{max-width:220px}
        input,select{height:30px}
        input[type=number]{width:86px}
        button{cursor:pointer}
        button:disabled{opacity:.45;cursor:default}
        :focus-visible{outline:2px solid var(--blue);outline-offset:1px}
        .scroll{overflow-x:auto}
        .rows tbody tr:nth-child(even)>*{background:color-mix(in srgb,var(--soft) 55%,transparent)}
        .rows tbody tr:hover>*{background:var(--soft)}
        .rows td{font-size:13px;border-bottom:1px solid var(--soft)}
        .rows td,.rows th{padding:4px 7px}
        .rows .path{overflow-wrap:anywhere}
        .rows .word{overflow-wrap:break-word;max-width:190px;min-width:70px}
        .rows .list{min-width:160px}
        .rows .entry{min-width:112px}
        .rows .short,.rows .time{white-space:nowrap}
        .rows td:first-child,.rows th:first-child{padding-left:6px}
        .rows .path{width:36%;min-width:280px}
        .rows .time{font-variant-numeric:tabular-nums}
        thead button{all:unset;cursor:pointer;white-space:nowrap}
        thead button:focus-visible{outline:2px solid var(--blue);outline-offset:2px}
        thead button::after{content:"\\2195";opacity:.35;padding-left:4px}
        [aria-sort=ascending] button,[aria-sort=descending] button{color:var(--ink)}
        [aria-sort=ascending] button::after{content:"\\2191";opacity:1}
        [aria-sort=descending] button::after{content:"\\2193";opacity:1}
        summary{cursor:pointer;list-style-position:outside;margin-left:14px}
        .path i,p i{font-style:normal;color:var(--escape);background:var(--escapesoft);
        border-radius:3px;
        padding:0 2px;font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace}
        details dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 12px;
        margin:6px 0 4px 14px;
        padding:8px 10px;background:var(--soft);border-radius:6px}
        details dt{color:var(--quiet);font-family:system-ui,sans-serif;font-size:12px}
        details dd{margin:0;overflow-wrap:anywhere;user-select:all;font-size:12px}
        .kind{display:inline-block;min-width:52px;text-align:center;font-size:12px;padding:0 7px;
        white-space:nowrap;
        border-radius:9px;border:1px solid var(--line);background:var(--card)}
        .kind.pdq{border-color:var(--fill);color:var(--blue)}
        .rows .path{position:relative}
        .copy{position:absolute;right:4px;top:3px;opacity:0;font-size:11.5px;padding:0 7px;
        color:var(--quiet);border-color:var(--line);font-family:system-ui,sans-serif}
        tr:hover .copy,.copy:focus-visible{opacity:1}
        @media (hover:none){.copy{position:static;float:right;margin-left:8px;opacity:1}}
        .pager{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin-top:10px}
        .pager .where{min-width:150px;text-align:center;font-variant-numeric:tabular-nums}
        .pager label{margin-left:auto;color:var(--quiet);font-size:12px}
        .script .static{display:none}
        footer{color:var(--quiet);padding-bottom:28px;font-size:12.5px}
        @media (max-width:1000px){.columns{grid-template-columns:1fr}.tiles{
        grid-template-columns:1fr 1fr}
        .top,main,footer{padding-left:14px;padding-right:14px}}
        @media print{:root{--ground:#fff;--card:#fff;--ink:#000;--quiet:#444;--line:#bbb;
        --soft:#eee}
        body{font-size:10px}.controls,.pager,.copy{display:none}.card{border:0;padding:6px 0}
        .top,main,footer{padding:0;max-width:none}.rows .path{min-width:0}.tile{padding:4px 8px}
        .tile b{font-size:16px}tr{break-inside:avoid}thead{display:table-header-group}
        svg,.tile{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
        """
}
