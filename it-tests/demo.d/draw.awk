# Draws a recording of it-tests/demo-recording as a terminal in SVG, which CSS scrolls as the lines came. A line stays alone for
# 60 ms at least, and nothing is waited for longer than 1.5 s. Without animation the end is shown.

BEGIN {
  FS = "\t"
  COLUMNS = 112
  ROWS = 32
  CHARACTER = 7.25
  LINE = 17
  PAD = 14
  BAR = 30
}

{
  text = substr($0, index($0, "\t") + 1)
  gap = NR == 1 ? 0 : $1 - before
  before = $1
  clock += NR == 1 ? 0 : gap < 60 ? 60 : gap > 1500 ? 1500 : gap
  if (text ~ /^[0-9]+\. /) clock += 700 # time to read what came before
  when[NR] = clock
  lines[NR] = text
}

function escaped(text) {
  gsub(/&/, "\\&amp;", text)
  gsub(/</, "\\&lt;", text)
  gsub(/>/, "\\&gt;", text)
  return text
}

function class(text) {
  if (text ~ /^[0-9]+\. /) return "h"
  if (text ~ /^   ok, /) return "o"
  if (text ~ /^   log: /) return "d"
  return "n"
}

END {
  hold = 5000
  total = clock + hold
  width = COLUMNS * CHARACTER + 2 * PAD
  height = ROWS * LINE + BAR + 2 * PAD
  printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %g %g\" width=\"%g\" height=\"%g\" role=\"img\" aria-labelledby=\"t\">\n", width, height, width, height
  print "<title id=\"t\">A recording of sudo ./it-tests/demo</title>"
  print "<style>"
  print "text { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, \"DejaVu Sans Mono\", monospace; white-space: pre; }"
  print ".n { fill: #d6dde6; } .h { fill: #ffffff; font-weight: 700; } .o { fill: #6fd08c; } .d { fill: #8b98a8; }"
  printf ".s { transform: translateY(%gpx); animation: scroll %.1fs step-end infinite; }\n", (ROWS - NR) * LINE, total / 1000
  print "@media (prefers-reduced-motion: reduce) { .s { animation: none; } }"
  print "@keyframes scroll {"
  for (i = 1; i <= NR; i++) printf "%.3f%% { transform: translateY(%gpx); }\n", when[i] * 100 / total, (ROWS - i) * LINE
  print "}"
  print "</style>"
  printf "<rect width=\"%g\" height=\"%g\" rx=\"8\" fill=\"#11161d\"/>\n", width, height
  printf "<text class=\"d\" x=\"%g\" y=\"20\">$ sudo ./it-tests/demo</text>\n", PAD
  printf "<svg x=\"%g\" y=\"%g\" width=\"%g\" height=\"%g\"><g class=\"s\">\n", PAD, BAR + PAD, width - 2 * PAD, ROWS * LINE + 4
  for (i = 1; i <= NR; i++) {
    text = length(lines[i]) > COLUMNS ? substr(lines[i], 1, COLUMNS - 1) "…" : lines[i]
    if (text != "") printf "<text class=\"%s\" xml:space=\"preserve\" y=\"%g\">%s</text>\n", class(text), i * LINE - 4, escaped(text)
  }
  print "</g></svg>"
  print "</svg>"
}
