/** The style of the HTML page: system fonts, light and dark, readable on a phone and on paper. */
export const pageStyle = `
:root{color-scheme:light dark;--fg:#1f2328;--muted:#59636e;--bg:#fff;--soft:#f6f8fa;--line:#d1d9e0;--red:#cf222e;--redbg:#fff1f0;--amber:#9a6700;--amberbg:#fff8e5;--green:#1a7f37;--greenbg:#eafbee;--link:#0969da}
@media (prefers-color-scheme:dark){:root{--fg:#e6edf3;--muted:#9198a1;--bg:#0d1117;--soft:#161b22;--line:#3d444d;--red:#ff7b72;--redbg:#2d1517;--amber:#e3b341;--amberbg:#2a2111;--green:#56d364;--greenbg:#10261a;--link:#79b8ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main,footer{max-width:60rem;margin:0 auto;padding:0 1rem}
header{border-bottom:1px solid var(--line);padding:1.5rem 0 1.25rem}
header>div{max-width:60rem;margin:0 auto;padding:0 1rem}
header.block,header.error{background:var(--redbg)}header.warn{background:var(--amberbg)}header.pass{background:var(--greenbg)}
.mark{font-weight:700;letter-spacing:.04em;text-transform:uppercase;font-size:.85rem}
.block .mark,.error .mark{color:var(--red)}.warn .mark{color:var(--amber)}.pass .mark{color:var(--green)}
h1{font-size:1.5rem;line-height:1.3;margin:.25rem 0 .5rem}
h2{font-size:1.2rem;margin:2rem 0 .75rem}
h3{font-size:1rem;margin:1.25rem 0 .5rem}
p{margin:.25rem 0}
.facts,.small{color:var(--muted);font-size:.9rem}
a{color:var(--link)}
code,pre{font:.875em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace}
code{background:var(--soft);border:1px solid var(--line);border-radius:4px;padding:.05em .3em;overflow-wrap:anywhere}
ol.findings{list-style:none;margin:0;padding:0}
ol.findings>li{border:1px solid var(--line);border-left:4px solid var(--red);border-radius:6px;padding:.75rem 1rem;margin:0 0 .75rem;break-inside:avoid}
ol.findings.warning>li{border-left-color:var(--amber)}
ol.findings.quiet>li{border-left-color:var(--line)}
.what{font-weight:600}
.rule{white-space:nowrap}
.table{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.95rem}
th,td{border:1px solid var(--line);padding:.4rem .6rem;text-align:left;vertical-align:top}
th{background:var(--soft)}
details{border:1px solid var(--line);border-radius:6px;margin:.5rem 0;padding:0 .75rem}
summary{cursor:pointer;padding:.5rem 0;font-weight:600}
details[open]{padding-bottom:.75rem}
ul{margin:.25rem 0 .75rem;padding-left:1.25rem}
pre{background:var(--soft);border:1px solid var(--line);border-radius:6px;margin:.25rem 0 .75rem;padding:.5rem .75rem;overflow-x:auto}
pre span{display:block;white-space:pre-wrap;overflow-wrap:anywhere}
.add{color:var(--green)}.del{color:var(--red)}.note{color:var(--amber)}
strong.danger{color:var(--red)}
footer{color:var(--muted);font-size:.85rem;border-top:1px solid var(--line);margin-top:2.5rem;padding-top:1rem;padding-bottom:2rem}
@media (max-width:40rem){table,tbody,tr,td{display:block}thead{position:absolute;left:-9999px}tr{border:1px solid var(--line);border-radius:6px;margin-bottom:.75rem}td{border:0;padding:.3rem .6rem}td.none{display:none}td::before{content:attr(data-label) " ";color:var(--muted);font-size:.8rem;display:block}}
@media print{details{break-inside:avoid}header{background:none!important}a{color:inherit}}
`;
