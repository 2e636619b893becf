"""The definitions, rule by rule: each case is a sentence that the rule alone decides."""

import pytest

from slt_cli.classify.classifier import classify, read

CASES = {
    # 1. Facts, not tone.
    "a claimed priority does not count": ("S3", "P1 URGENT: the logo on the login page is blurred"),
    "a calm tone does not count": ("S1", "No hurry, but nobody in the company can make a call."),
    "a signature does not count": (
        "S3",
        "How do I change my ring tone?\n--\nHead of Emergency Calls\nOutage desk, all phones down",
    ),
    "a mail header does not count": ("S3", "From: Outage desk\nWhere can I change the hold music?"),
    # 2. Critical functions.
    "receiving calls": ("S1", "No incoming call reaches anybody in the company."),
    "placing calls": ("S1", "Outgoing calls fail for all users."),
    "emergency calls": ("S1", "911 is rejected from all our phones."),
    "the menu": ("S1", "The IVR hangs up on every caller."),
    "agents' login": ("S1", "None of the agents can log in."),
    "agents are offered nothing": ("S1", "No agent is offered any call."),
    "one direction is enough": ("S1", "Outbound is dead for all of us. Inbound calls work."),
    # 3. Another channel or feature.
    "a feature for all": ("S2", "Call recording fails for all agents. Calls work."),
    "a channel for all": ("S2", "The chat is down for everyone, phones are fine."),
    "what the business depends on alone": (
        "S1",
        "Prescriptions reach us only by fax. No fax arrives at any of our pharmacies.",
    ),
    # 4. Partly or at times.
    "a share of the calls": ("S2", "About one in five calls drops at all sites."),
    "usable audio": ("S2", "The sound is choppy on all calls."),
    "no audio on any call": ("S1", "There is no audio on any call, for all users."),
    "slowness": ("S2", "The agent desktop is very slow for all agents."),
    # 5. Scope.
    "a whole site": ("S1", "The whole Leeds office cannot make or receive calls."),
    "a part of the agents": ("S2", "12 of 60 agents cannot log in."),
    "one user": ("S3", "One user cannot log in on her laptop; her desk phone works."),
    "the number that everybody calls": ("S1", "Our main number is dead, all callers hear busy."),
    "a wide trifle": ("S3", "All users see the old logo."),
    # 6. Workaround.
    "one that works": ("S3", "The report export fails in Firefox, but it works in Chrome."),
    "one that does not last": (
        "S2",
        "The chat freezes for all agents; a restart helps for ten minutes, then it freezes again.",
    ),
    "a stopgap outside the product": (
        "S1",
        "No phone works in the whole company. Staff use their private mobiles.",
    ),
    "none, for a feature": ("S2", "Voicemail is lost for all users. There is no workaround."),
    # 7. Time.
    "over": ("S3", "Yesterday all phones were down. It is solved, please send the root cause."),
    "it no longer happens": ("S3", "Calls no longer drop since your fix. Please keep it open."),
    "calls back, a feature not": (
        "S2",
        "The outage is over and calls work again, but voicemail is still dead for all users.",
    ),
    "it comes back every day": ("S2", "Every morning all phones are down for some minutes."),
    "planned": ("S3", "Next month we move to a new office. What do we need to order?"),
    # 8. Several issues.
    "the worst one counts": (
        "S1",
        "The logo is old. And no call gets through to any of our sites.",
    ),
    # 9. Not production.
    "a test system": ("S3", "Our test tenant is down, no calls possible there."),
    # 10. Form.
    "a question with an outage": ("S1", "Is there an outage? Nobody in the company can call."),
    "an order": ("S3", "Please send a quote for 20 licenses."),
    "numbers dead after a port": ("S1", "Since the port all our numbers are dead."),
    "a port on paper": ("S3", "Our port request was rejected, the numbers work. How to resubmit?"),
    # Negation, wherever it stands.
    "not down": ("S3", "Nobody is down. How do I export the call log?"),
    "slips and shorthand": ("S1", "all phoens ded in teh whoel ofice, cant call, evry1"),
    # Said plainly, as hardly any description of the sets is.
    "calling, for all": ("S1", "Telephony is down for all users"),
    "menu, for all": ("S1", "The IVR is broken for everyone"),
    "agents, without a limit": ("S1", "Agents cannot log in"),
    "a feature, for all": ("S2", "Voicemail is down for all users"),
    "calling, at times": ("S2", "Calls drop after 30 seconds at times"),
    "one agent, the others not": ("S3", "One agent cannot log in, the others can"),
    "cosmetic, for all": ("S3", "The logo is blurry for everyone"),
    "a wrong letter": ("S3", "The display shows 's' instead of the name"),
    "an order in five words": ("S3", "please add 5 more users"),
    "over, in a title": ("S3", "[Resolved] Outbound calling EU - this incident has been resolved"),
    "goes on": ("S1", "[Investigating] We are aware that all inbound calls fail in EU"),
    "a review": ("S3", "Post-mortem: on Monday nobody could call for two hours. Fixed since."),
    "a question on what was": ("S3", "Why were all our phones down last Tuesday?"),
}


@pytest.mark.parametrize(("label", "text"), CASES.values(), ids=CASES)
def test_a_rule_decides(vocabulary, label, text):
    assert classify(text, vocabulary).priority == label


@pytest.mark.parametrize("name", ["Tom", "Anna"])
def test_the_name_below_a_mail_is_no_reason(vocabulary, name):
    text = f"Our reception cannot transfer calls since 9am. Regards, {name}"
    (reason,) = classify(text, vocabulary).reasons
    assert reason == "a major function is impaired: 'Our reception cannot transfer calls'"


def test_reasons_quote_what_counts_most_and_who_is_affected(vocabulary):
    assert classify("ALL Phones are DOWN since 9", vocabulary).reasons == (
        "something critical is down: 'ALL Phones are DOWN'",
        "everyone is affected: 'ALL'",
    )


@pytest.mark.parametrize(
    "text",
    [
        "I'm out until the 14th\n----\nnobody can call us since 8, all 60 phones are dead",
        "> Please call us at once\n\nNobody can call us since 8, all 60 phones are dead",
        "Thanks\n\nNobody can call us.\nAll 60 phones are dead.\n" + "We restarted.\n" * 5,
    ],
    ids=["below a line of dashes", "below a quoted text", "below thanks"],
)
def test_a_message_that_follows_counts(vocabulary, text):
    assert classify(text, vocabulary).priority == "S1"


def test_a_workaround_is_named(vocabulary):
    text = "The report export fails in Firefox, but it works in Chrome."
    assert "a workaround: 'works in Chrome'" in classify(text, vocabulary).reasons


def test_not_all_are_a_part(vocabulary):
    reasons = classify("not all of them can log in", vocabulary).reasons
    assert "a part is affected: 'not all of them'" in reasons


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("Is there any audio at all on recorded calls?", "everyone"),
        ("There is no audio at all on the recordings", "everyone"),
        ("Not the whole office, only the second floor cannot dial out", "site"),
        ("I'm facing an issue with outbound calls", "one"),
        ("Failed calls to our customers", "one"),
        ("The CEO is angry", "one"),
    ],
)
def test_nobody_is_affected_who_is_not_named(vocabulary, text, signal):
    mentions = [mention for clause in read(text, vocabulary) for mention in clause.mentions]
    assert signal not in {mention.signal for mention in mentions}


@pytest.mark.parametrize(
    "text",
    [
        "Customer is very angry, please call back",
        "Please call me back on 0171 555 0100",
        "I have a problem with the phone",
        "login",
        "All phones",
    ],
)
def test_what_does_not_say_what_fails_is_never_sure(vocabulary, text):
    assert classify(text, vocabulary).confidence != "high"


NEWEST = {
    "above a quoted text": "Calls are OK again, please close\n\n> All phones dead, nobody can call",
    "above an older mail": (
        "Calls are OK again, please close\n\n-----Original Message-----\nFrom: Desk\n"
        "All phones dead, nobody can call us"
    ),
    "above the header of a mail": (
        "Calls are OK again, please close\n\nFrom: Desk\nSent: Monday\n\nAll phones dead"
    ),
    "below a quoted text": (
        "On 3 May, Desk wrote:\n> All phones dead\nCalls are OK again, please close"
    ),
    "with a name below": "Calls are OK again, please close\n> All phones dead\nBob Miller",
}


@pytest.mark.parametrize("text", NEWEST.values(), ids=NEWEST)
def test_an_older_text_does_not_count(vocabulary, text):
    quotes = [clause.quote for clause in read(text, vocabulary)]
    assert quotes == ["Calls are OK again", "please close"]
    assert classify(text, vocabulary).priority == "S3"


def test_what_is_passed_on_counts(vocabulary):
    text = "FYI see below\n-----Original Message-----\nFrom: Desk\nAll our phones are dead"
    assert classify(text, vocabulary).priority == "S1"


def test_a_long_quote_is_cut(vocabulary):
    text = (
        "The recording of the calls of the branch in the old town hall of the city is slow for all"
    )
    said = classify(text, vocabulary).reasons[0]
    assert said.endswith("…'")
