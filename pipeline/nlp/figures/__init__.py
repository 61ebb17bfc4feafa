"""Figures: quantities in running text, read into value, unit, bound, whole, denominator and direction of change.

| kind | examples |
| --- | --- |
| percent | `64%`, `0.5 percentage points`, `50 basis points`, `zero tax rate` |
| money | `$1.2 billion`, `US$5 million to US$7 million`, `300 euros`, `6.8 cents` |
| count | `3,144` counties, `two`-step process, `four to six` astronauts |
| measure | `300 kilograms`, `50 MW`, `2.96 million sq. miles` |
| ratio | `two-thirds`, `half` of, `one in five`, `232-197`, `2 to 1`, `twofold`, `doubled` |

The modules tell the way: `passages` (a sentence as the grammar sees it), `vocabulary` (units, currencies and cues from
`models/`), `quantities` (one number with its unit), `labels` (numbers that name and do not count), `ranges` and
`ratios` (two numbers that make one figure), `heads` (what a count counts), `bounds`, `wholes` (`of`), `rates` (`per`),
`changes` (direction and subject), `recogniser` (all of it over a page).
"""

from pipeline.nlp.figures.recogniser import FigureRecogniser

__all__ = ["FigureRecogniser"]
