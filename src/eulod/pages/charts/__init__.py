"""Charts as SVG that Python writes from numbers: no script, no font, no picture of somebody else's.

Lengths are per cent and em, so a chart is as wide as its place and its text as large as the page's. Colours come from
classes; patterns, shapes of marks and labels say the same without colour, and every number is in a table too.
"""
