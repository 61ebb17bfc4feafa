"""Rule files: what is refused and in which words, mark-up of examples, other folders of rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pipeline import rules
from pipeline.rules import EXAMPLE_DATE, RuleError, load_rule_file, rule_files, rules_for, unmark, use_models

RULE = """
  - id: figures.count.barns
    about: Counts of barns.
    examples: ["[12]{kind=count} barns burned."]
    counter_examples: ["Barns burned."]
"""
FILE = f"layer: figures\nabout: Counts.\nrules:{RULE}"


@pytest.fixture
def models(tmp_path: Path) -> Iterator[Path]:
    """A folder of rules of its own, in use for the length of a test."""
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "gazetteers").mkdir()
    use_models(tmp_path)
    yield tmp_path
    use_models(None)


def write(folder: Path, text: str, name: str = "figures.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_rule_file_is_read(tmp_path: Path) -> None:
    (rule,) = load_rule_file(write(tmp_path, FILE)).rules
    assert (rule.id, rule.about) == ("figures.count.barns", "Counts of barns.")


def test_an_example_is_thought_to_stand_in_a_report_of_a_fixed_date(tmp_path: Path) -> None:
    (rule,) = load_rule_file(write(tmp_path, FILE)).rules
    assert [example.published for example in rule.examples] == [EXAMPLE_DATE]


def test_an_example_may_name_its_date(tmp_path: Path) -> None:
    text = FILE.replace('["Barns burned."]', "[{text: Barns burned., published: 2020-02-29}]")
    (rule,) = load_rule_file(write(tmp_path, text)).rules
    assert rule.counter_examples[0].published == date(2020, 2, 29)


def test_words_that_older_yaml_took_for_truth_values_stay_words(tmp_path: Path) -> None:
    text = FILE + "    terms: {negators: [no, off, 12:30]}\n"
    (rule,) = load_rule_file(write(tmp_path, text)).rules
    assert rule.terms == {"negators": ["no", "off", "12:30"]}


IN_THE_RULE = "figures.yaml: rule figures.count.barns: "


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    about: C", "    abuot: C\n    about: C", IN_THE_RULE + "abuot: Extra inputs"),
        ("    about: Counts of barns.\n", "", IN_THE_RULE + "about: Field required"),
        ('    counter_examples: ["Barns burned."]\n', "", IN_THE_RULE + "counter_examples: Field required"),
        ('    examples: ["[12]{kind=count} barns burned."]\n', "", IN_THE_RULE + "examples: Field required"),
        ('["Barns burned."]', "[]", IN_THE_RULE + "counter_examples: List should have at least 1 item"),
        ('["Barns burned."]', "[3]", IN_THE_RULE + "counter_examples.0: "),
        ('["Barns burned."]', "[{text: Barns., day: 2020-01-01}]", IN_THE_RULE + "counter_examples.0.day: Extra inputs"),
        ("    about: C", "    patterns: [[{LOWER: barn}]]\n    about: C", IN_THE_RULE.rstrip(": ") + ": Value error, patterns need phrases"),
        ("figures.count.barns", "Figures Barns", "figures.yaml: rule Figures Barns: id: String should match"),
        ("figures.count.barns", "figures", "figures.yaml: rule figures: id: String should match"),
        ("id: figures.count.barns\n    ", "", "figures.yaml: rule number 1: id: Field required"),
        ("about: Counts.\n", "", "figures.yaml: about: Field required"),
        ("about: Counts.", "about: Counts.\nowner: me", "figures.yaml: owner: Extra inputs"),
        ("layer: figures", "layer: numbers", "figures.yaml: layer 'numbers' is none of citations, dates, figures"),
        (f"rules:{RULE}", "rules: 5", "figures.yaml: rules: Input should be a valid list"),
        (f"rules:{RULE}", "rules: [barns]", "figures.yaml: rule number 1: Input should be a valid dictionary"),
        (FILE, "", "figures.yaml: expected a mapping"),
        (FILE, "- a\n- b\n", "figures.yaml: expected a mapping"),
        ("layer: figures", "layer: [figures", "figures.yaml cannot be read as YAML"),
        ("layer: figures", "layer: figures\nlayer: dates", "figures.yaml cannot be read as YAML"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_rule_file_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in FILE
    with pytest.raises(RuleError) as caught:
        load_rule_file(write(tmp_path, FILE.replace(old, new)))
    assert str(caught.value).startswith(message)


def test_a_rule_file_in_other_letters_than_utf_8_is_named(tmp_path: Path) -> None:
    (tmp_path / "figures.yaml").write_bytes(FILE.replace("Counts.", "Café").encode("latin-1"))
    with pytest.raises(RuleError, match=r"figures\.yaml cannot be read as YAML"):
        load_rule_file(tmp_path / "figures.yaml")


def test_a_rule_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match=r"figures\.yaml cannot be read"):
        load_rule_file(tmp_path / "figures.yaml")


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"figures.yaml": FILE.replace("layer: figures", "layer: dates")}, r"figures\.yaml says layer: dates"),
        (
            {"figures.yaml": FILE.replace("figures.count", "dates.count")},
            r"figures\.yaml: rule dates\.count\.barns must be called figures\.",
        ),
        ({"figures.yaml": FILE + RULE}, r"rule figures\.count\.barns stands in figures\.yaml and in figures\.yaml"),
        (
            {"figures.yaml": FILE, "figures_barns.yaml": FILE},
            r"rule figures\.count\.barns stands in figures\.yaml and in figures_barns\.yaml",
        ),
        ({"figure_barns.yaml": FILE}, r"figure_barns\.yaml: a rule file's name begins with its layer"),
    ],
)
def test_rule_files_must_fit_together(models: Path, files: dict[str, str], message: str) -> None:
    for name, text in files.items():
        write(models, text, name)
    with pytest.raises(RuleError, match=message):
        rules_for("figures")


def test_rules_of_a_layer_come_in_the_order_of_the_file_names(models: Path) -> None:
    for name in ("b", "a", "c"):
        write(models, FILE.replace("barns", name), f"figures_{name}.yaml")
    assert list(rules_for("figures")) == ["figures.count.a", "figures.count.b", "figures.count.c"]


def test_rule_files_come_layer_by_layer(models: Path) -> None:
    for layer in ("figures", "claims", "citations"):
        write(models, FILE.replace("figures", layer), f"{layer}.yaml")
    assert list(rule_files()) == ["citations.yaml", "figures.yaml", "claims.yaml"]


def test_other_rules_are_in_use_until_the_packaged_ones_are_called_back(models: Path) -> None:
    write(models, FILE)
    assert list(rules_for("figures")) == ["figures.count.barns"]
    use_models(None)
    assert "figures.count.barns" not in rules_for("figures")


def test_other_lexicons_are_in_use_with_other_rules(models: Path) -> None:
    write(models / "lexicons", "one\n", "abbreviations.txt")
    assert rules.lexicon("abbreviations") == ("one",)
    use_models(None)
    assert len(rules.lexicon("abbreviations")) > 1


def test_a_lexicon_holds_a_term_a_line(models: Path) -> None:
    write(models / "lexicons", "# barns\nround barn\n\n  Dutch barn \nbarn # not a comment\n", "barns.txt")
    assert rules.lexicon("barns") == ("round barn", "Dutch barn", "barn # not a comment")


def test_a_gazetteer_holds_rows_under_a_header(models: Path) -> None:
    write(models / "gazetteers", '# source: a list\nname,place\n"Barn, Old",Iowa\n# more\nNew Barn,\n', "barns.csv")
    assert rules.gazetteer("barns") == (
        {"name": "Barn, Old", "place": "Iowa"},
        {"name": "New Barn", "place": ""},
    )


@pytest.mark.parametrize("text", ["", "name,place\nOld Barn,Iowa\n", "# barns\nname\nOld Barn\n"])
def test_a_gazetteer_must_say_where_it_comes_from(models: Path, text: str) -> None:
    write(models / "gazetteers", text, "barns.csv")
    with pytest.raises(RuleError, match=r"gazetteer barns\.csv must open with a line '# source:"):
        rules.gazetteer("barns")


@pytest.mark.parametrize("kind", ["lexicon", "gazetteer"])
@pytest.mark.parametrize("content", [None, b"# source: Caf\xe9\nname\n"])
def test_a_list_that_cannot_be_read_is_named(models: Path, kind: str, content: bytes | None) -> None:
    for name in ("lexicons/barns.txt", "gazetteers/barns.csv"):
        if content is not None:
            (models / name).write_bytes(content)
    with pytest.raises(RuleError, match=rf"{kind} .*barns\.(txt|csv) cannot be read"):
        getattr(rules, kind)("barns")


@pytest.mark.parametrize(
    ("marked", "plain", "marks"),
    [
        ("Barns burned.", "Barns burned.", []),
        ("[12]{kind=count} barns burned.", "12 barns burned.", [(0, 2, {"kind": "count"})]),
        ("About [12]{} barns.", "About 12 barns.", [(6, 8, {})]),
        ("[1]{a=b}[2]{c=d}", "12", [(0, 1, {"a": "b"}), (1, 2, {"c": "d"})]),
        ('In [12]{of="old barns" unit=none}.', "In 12.", [(3, 5, {"of": "old barns", "unit": None})]),
        ("In [12]{of='the \"old\" barns'}.", "In 12.", [(3, 5, {"of": 'the "old" barns'})]),
        ("In [12]{of=}.", "In 12.", [(3, 5, {"of": ""})]),
        ("In [12]{norm=a=b}.", "In 12.", [(3, 5, {"norm": "a=b"})]),
        ("In [12]{of=nonesuch}.", "In 12.", [(3, 5, {"of": "nonesuch"})]),
        ("See note [12] and {that}.", "See note [12] and {that}.", []),
        ("“[Zwölf]{kind=count}” Höfe", "“Zwölf” Höfe", [(1, 6, {"kind": "count"})]),
    ],
)
def test_unmark(marked: str, plain: str, marks: list[tuple[int, int, dict[str, str | None]]]) -> None:
    assert unmark(marked) == (plain, marks)


@pytest.mark.parametrize(
    ("marked", "message"),
    [
        ("[12]{count}", "'count' in .* is no name=value"),
        ("[12]{of=old barns}", "'barns' in .* quote a value that holds blanks"),
        ("[12]{of=the nation's}", "in .*12.* has a quote that is not closed"),
    ],
)
def test_marks_that_cannot_be_read_are_named(marked: str, message: str) -> None:
    with pytest.raises(RuleError, match=message):
        unmark(marked)
