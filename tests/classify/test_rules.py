"""The definitions, rule by rule: each case is a sentence that the rule alone decides."""

import pytest

from slt_cli.classify.classifier import classify

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
}


@pytest.mark.parametrize(("label", "text"), CASES.values(), ids=CASES)
def test_a_rule_decides(vocabulary, label, text):
    assert classify(text, vocabulary).priority == label


def test_reasons_quote_the_text(vocabulary):
    assert classify("ALL Phones are DOWN since 9", vocabulary).reasons == (
        "a critical function is down: 'ALL Phones are DOWN'",
        "everyone is affected: 'ALL'",
    )


def test_if_the_weights_overrule_the_rules_the_words_that_count_most_are_quoted(vocabulary):
    suggestion = classify("IVR picks up then drops everyone, whole bank unreachable", vocabulary)
    assert suggestion.priority == "S1"
    whole, by_rules = suggestion.reasons
    assert whole.startswith("read as a whole, the text says that something critical is down: ")
    assert "'unreachable'" in whole
    assert by_rules.startswith("but by the rules alone, a critical function is impaired: 'IVR'")


def test_a_workaround_is_named(vocabulary):
    text = "The report export fails in Firefox, but it works in Chrome."
    assert "a workaround: 'works in Chrome'" in classify(text, vocabulary).reasons
