"""Part-of-speech tags: what decides between the readings of a word."""

import time

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.page import Page
from pipeline.nlp.tagger import tagger
from pipeline.nlp.tokens import TOKEN


def tagged(marked: str) -> tuple[list[str], dict[int, str]]:
    """The words of a sentence in which the words that matter are marked as `word/TAG`, and these tags by index."""
    words: list[str] = []
    wanted: dict[int, str] = {}
    for piece in marked.split():
        word, slash, tag = piece.partition("/")
        kept = tag.rstrip(".,;:?)\"'")
        if slash:
            wanted[len(words) + len(TOKEN.findall(word)) - 1] = kept
        words.extend(TOKEN.findall(word + tag[len(kept) :]))
    return words, wanted


def check(marked: str) -> None:
    words, wanted = tagged(marked)
    tags = tagger().tag_words(words)
    assert {i: f"{words[i]}/{tags[i]}" for i in wanted} == {i: f"{words[i]}/{tag}" for i, tag in wanted.items()}


NOUN_OR_VERB = """
The systems allow/VBP users to/TO share/VB data.
The waivers that/WDT allow/VBP states to/TO set/VB rates expired/VBD.
The plan/NN sets/VBZ a target/NN for recovery.
The program plans/NNS are reviewed/VBN each year.
The agency plans/VBZ to issue/VB a rule/NN.
Several agencies plan/VBP to issue/VB rules/NNS.
Critics claim/VBP that/IN the cost/NN is high.
The claims/NNS of critics vary/VBP.
The board claims/VBZ that the estimates/NNS are sound.
Many claim/VBP that the fund/NN lacks/VBZ oversight.
The office estimates/VBZ that costs/NNS will rise.
Budget estimates/NNS show/VBP a rise in costs/NNS.
The report/NN estimates/VBZ the cost/NN of repairs.
State/NN reports/NNS indicate/VBP progress/NN.
The service reports/VBZ annually to Congress.
Grants/NNS support/VBP research/NN at universities.
The program supports/VBZ small farms.
Price supports/NNS ended in 1996.
Members who support/VBP the bill/NN cite/VBP its cost/NN.
The bill/NN would support/VB state/NN programs.
Supporters argue/VBP that the project/NN benefits/VBZ farmers.
The benefits/NNS of the project/NN are unclear.
Some communities benefit/VBP from the project/NN.
The fund/NN finances/VBZ roads.
The department funds/VBZ research/NN.
Federal funds/NNS finance/VBP roads.
The act limits/VBZ the use/NN of funds/NNS.
The limits/NNS apply/VBP to all states.
Congress could limit/VB the use/NN of such funds/NNS.
Spending limits/NNS violate/VBP the amendment.
These provisions limit/VBP competition.
This limits/VBZ competition.
The rule requires/VBZ that/IN states report/VBP spending.
The review/NN found/VBD that costs/NNS increased/VBD.
The agencies review/VBP and process/VBP applications.
The department reviews/VBZ each request/NN.
Public reviews/NNS take/VBP time.
Border measures/NNS address/VBP the concern/NN.
The bill/NN measures/VBZ progress/NN by three standards.
Two issues/NNS concern/VBP policymakers.
Policymakers raised/VBD concerns/NNS about cost/NN.
The panel issues/VBZ guidance each year.
Courts issue/VBP orders/NNS.
The order/NN states/VBZ that agencies must act/VB.
The states/NNS order/VBP supplies.
The law/NN permits/VBZ states to tax/VB their residents.
Building permits/NNS rose.
The tax/NN falls/VBZ on consumers.
Tax cuts/NNS reduce/VBP revenue.
The proposal/NN cuts/VBZ spending/NN.
The treaty/NN sets/VBZ out duties.
Two sets/NNS of rules apply/VBP.
The plan/NN calls/VBZ for new taxes.
Calls/NNS for reform grew.
The measure/NN aims/VBZ to reduce/VB waste/NN.
The aims/NNS of the measure/NN are broad.
Its work/NN focuses/VBZ on trade/NN.
The panels work/VBP with states.
The committee works/VBZ with states.
Public works/NNS projects/NNS create/VBP jobs.
Officials project/VBP that demand/NN will fall.
The budget projects/VBZ a deficit/NN.
Sanctions target/VBP the oil sector.
The strategy targets/VBZ rural areas.
Targets/NNS for emissions were missed/VBN.
The study/NN contends/VBZ that the process/NN is slow.
Analysts study/VBP the effects/NNS of the tariffs/NNS.
Some analysts question/VBP the need/NN for a study/NN.
Questions/NNS remain/VBP.
The question/NN remains/VBZ unresolved.
The agency needs/VBZ more staff.
The needs/NNS of veterans changed/VBD.
Veterans need/VBP care.
The changes/NNS affect/VBP workers.
The law/NN changes/VBZ how states use/VBP funds/NNS.
How states use/VBP funds/NNS varies/VBZ.
The amounts/NNS that states use/VBP vary/VBP.
Water use/NN declined/VBD.
Trade in goods increases/VBZ when tariffs/NNS fall/VBP.
Increases/NNS in tariffs/NNS reduce/VBP trade/NN.
Rate increases/NNS followed/VBD.
The contract/NN awards/VBZ the firm a bonus.
Contract awards/NNS grew.
The center hosts/VBZ a conference.
Members of the board/NN vote/VBP by mail.
The board/NN votes/VBZ in May.
A majority of members support/VBP the change/NN.
The act defines/VBZ what states must do/VB.
The act does/VBZ not apply/VB to tribes.
How can states use/VB the funds/NNS?
Congress may wish/VB to consider/VB whether/IN the agencies need/VBP more time.
It reauthorizes/VBZ the program.
They plan/VBP to build/VB a plant/NN.
The loan helps/VBZ farmers plan/VB crops.
In response to/IN requests/NNS from members, the office issued/VBD a report/NN.
According/VBG to/IN the report/NN, access to/IN water increased/VBD.
The House and Senate bills/NNS differ/VBP.
The House bills/VBZ the state for costs/NNS.
Section 5 allows/VBZ waivers.
Section 5 sets/VBZ the rate/NN.
Title II of the act funds/VBZ schools.
P.L. 117-2 provides/VBZ aid/NN.
The Department of Energy (DOE) plans/VBZ a sale/NN.
The program, which began in 2009, grants/VBZ loans.
The agency and its partners plan/VBP a merger/NN.
States, tribes, and cities plan/VBP for floods.
""".strip().split("\n")

FORMS_OF_VERBS = """
The act required/VBD the agency to report/VB annually.
Payments required/VBN under the act ended/VBD in 2010.
The amounts provided/VBN by the act have increased/VBN.
The act provided/VBD $3 million for dams.
The board raised/VBD fees and cut/VBD staff.
The rule was proposed/VBN in 2019 and finalized/VBN in 2020.
The court has upheld/VBN the rule.
The court held/VBD that the rule stands/VBZ.
Established/VBN in 1965, the fund paid/VBD claims/NNS.
The funds/NNS appropriated/VBN for 2020 were spent/VBN.
Congress appropriated/VBD $2 billion and directed/VBD the agency to spend/VB it.
The bill/NN, introduced/VBN in May, would/MD amend/VB the act.
The proposed/VBN rule/NN would/MD apply/VB.
Exports rose/VBD by 5%.
Prices increased/VBD by 5%.
The law enacted/VBN last year expires/VBZ soon.
Two members introduced/VBD a bill that/WDT limited/VBD fees.
It has had/VBN little effect.
The state that/WDT had/VBD sued/VBN settled/VBD.
The study/NN said/VBD the program worked/VBD.
May 2, 2015 – The Senate voted/VBD on the bill.
If enacted/VBN, the bill would/MD repeal/VB the tax.
Critics and supporters agreed/VBD that/IN the law needed/VBD repair/NN.
Rules limiting/VBG use/NN are common.
The agency is reviewing/VBG the limits/NNS.
The committee met/VBD to/TO discuss/VB funding/NN for ports.
""".strip().split("\n")

SMALL_WORDS = """
The board said that/IN prices rose.
The board that/WDT sets/VBZ prices met.
That/DT year prices rose.
In that/DT case the rule holds.
The fact that/IN the law is old matters.
The state's/POS budget grew.
It's/VBZ unclear whether costs rise.
The states'/POS budgets grew.
There/EX are three reasons.
No/DT rule applies.
Both/CC the House and the Senate agreed.
Both/DT agreed.
As/RB well as/IN states, tribes may apply.
More/JJR funds are needed.
More/RBR recent data are needed.
The most/RBS recent data are old.
""".strip().split("\n")


@pytest.mark.parametrize("marked", NOUN_OR_VERB)
def test_noun_or_verb(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize("marked", FORMS_OF_VERBS)
def test_form_of_the_verb(marked: str) -> None:
    check(marked)


@pytest.mark.parametrize("marked", SMALL_WORDS)
def test_small_word(marked: str) -> None:
    check(marked)


def test_every_token_has_a_tag_and_a_class_of_signs_keeps_its_own() -> None:
    words = TOKEN.findall('The act (P.L. 117-2) "cut" $5; 10% fell.')
    tags = tagger().tag_words(words)
    assert (
        dict(zip(words, tags, strict=True)).items()
        >= {"(": "(", ")": ")", "$": "$", ";": ":", ".": ".", "-": "HYPH"}.items()
    )


def test_nothing_gives_nothing() -> None:
    assert tagger().tag_words([]) == []


PENN = set(
    "DT PDT NN NNS NNP NNPS VB VBP VBZ VBD VBN VBG MD TO IN CC PRP PRP$ WDT WP WP$ WRB JJ JJR JJS RB RBR RBS RP CD EX "
    'POS FW SYM HYPH , . : ( ) " $ #'.split()
)
WORDS = st.sampled_from(
    "the plan plans set that which to not , ; — ( ) and required by states State may 's 10 % $ \" new increasing 3rd".split()
)


@given(st.lists(WORDS, max_size=40))
def test_every_token_gets_one_tag(words: list[str]) -> None:
    tags = tagger().tag_words(words)
    assert len(tags) == len(words)
    assert set(tags) <= PENN


@given(st.text(max_size=80))
def test_any_text_is_tagged(text: str) -> None:
    words = TOKEN.findall(text)
    assert set(tagger().tag_words(words)) <= PENN


def test_pages_tag_their_sentences() -> None:
    text = "The fund pays claims. Critics claim that it is slow."
    page = Page(text, [(0, len(text))], vocab=spacy.blank("en").vocab)
    assert page.tags(1)[1] == "VBP"
    assert page.tag_at(page.lower.index("claims")) == "NNS"
    assert page.tag_at(page.lower.index("claim")) == "VBP"


def test_long_sentences_take_linear_time() -> None:
    words = "the act that the plan which states required plan set".split() * 4000
    start = time.process_time()
    tagger().tag_words(words)
    assert time.process_time() - start < 5
