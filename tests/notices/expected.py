"""Scenarios with what people are told, worked out by hand; the format is `scenario.py`'s.

European support is open 08:00-18:00 London time, from Monday to Friday; the American 05:00-18:00
Los Angeles time; the Asian 09:00-18:00 Singapore time. An S1 has 1 h, an S2 4 h, an S3 6 h.
"""

from tests.notices.scenario import RESPONSE, Channel, Rule, Scenario, Target

EVERYTHING = (Rule("75%, 30m left, due, 1h late"),)
USUAL = (Rule("75%, due, 1h late"),)
ALWAYS = (Target("response", RESPONSE.lengths, around_the_clock=True),)
UPDATES = (RESPONSE, Target("update", RESPONSE.lengths))
OF_UPDATES = (Rule("75%, due, 1h late", clocks="update"),)
NIGHT = (Channel("desk", quiet="22:00-07:00"),)

HOURS = (
    Scenario(
        "opened on Friday evening, all moments come on Monday",
        EVERYTHING,
        "Fri 2026-11-20 17:00 1 opened S2 europe",
        """
        Fri 2026-11-20 17:00 - Fri 2026-11-20 18:30
        Mon 2026-11-23 07:30 - Mon 2026-11-23 13:00
        """,
        """
        Mon 2026-11-23 10:00 1 response/1 75% desk
        Mon 2026-11-23 10:30 1 response/1 30m left desk
        Mon 2026-11-23 11:00 1 response/1 due desk
        Mon 2026-11-23 12:00 1 response/1 1h late desk
        """,
    ),
    Scenario(
        "a target that ends when support closes is due at closing, not on Monday",
        EVERYTHING,
        "Fri 2026-11-20 14:00 1 opened S2 europe",
        """
        Fri 2026-11-20 14:00 - Fri 2026-11-20 18:30
        Mon 2026-11-23 07:30 - Mon 2026-11-23 10:00
        """,
        """
        Fri 2026-11-20 17:00 1 response/1 75% desk
        Fri 2026-11-20 17:30 1 response/1 30m left desk
        Fri 2026-11-20 18:00 1 response/1 due desk
        Mon 2026-11-23 09:00 1 response/1 1h late desk
        """,
    ),
    Scenario(
        "a share that ends when support closes is told at closing",
        EVERYTHING,
        "Fri 2026-11-20 15:00 1 opened S2 europe",
        """
        Fri 2026-11-20 15:00 - Fri 2026-11-20 18:30
        Mon 2026-11-23 07:30 - Mon 2026-11-23 10:30
        """,
        """
        Fri 2026-11-20 18:00 1 response/1 75% desk
        Mon 2026-11-23 08:30 1 response/1 30m left desk
        Mon 2026-11-23 09:00 1 response/1 due desk
        Mon 2026-11-23 10:00 1 response/1 1h late desk
        """,
    ),
    Scenario(
        "opened on Saturday, the clock starts on Monday",
        EVERYTHING,
        "Sat 2026-11-21 12:00 1 opened S1 europe",
        """
        Sat 2026-11-21 12:00 - Sat 2026-11-21 14:30
        Mon 2026-11-23 07:30 - Mon 2026-11-23 10:30
        """,
        """
        Mon 2026-11-23 08:30 1 response/1 30m left desk
        Mon 2026-11-23 08:45 1 response/1 75% desk
        Mon 2026-11-23 09:00 1 response/1 due desk
        Mon 2026-11-23 10:00 1 response/1 1h late desk
        """,
    ),
    Scenario(
        "opened exactly at closing, the clock starts on Monday",
        USUAL,
        "Fri 2026-11-20 18:00 1 opened S1 europe",
        """
        Fri 2026-11-20 17:50 - Fri 2026-11-20 19:30
        Mon 2026-11-23 08:00 - Mon 2026-11-23 10:30
        """,
        """
        Mon 2026-11-23 08:45 1 response/1 75% desk
        Mon 2026-11-23 09:00 1 response/1 due desk
        Mon 2026-11-23 10:00 1 response/1 1h late desk
        """,
    ),
    Scenario(
        "Singapore's Monday begins on our Monday at 01:00",
        USUAL,
        "Fri 2026-11-20 08:00 1 opened S3 apac",
        """
        Fri 2026-11-20 08:00 - Fri 2026-11-20 10:30
        Mon 2026-11-23 00:30 - Mon 2026-11-23 06:30
        """,
        """
        Mon 2026-11-23 03:30 1 response/1 75% desk
        Mon 2026-11-23 05:00 1 response/1 due desk
        Mon 2026-11-23 06:00 1 response/1 1h late desk
        """,
    ),
    Scenario(
        "a 24x7 target runs through the evening and the weekend",
        USUAL,
        "Fri 2026-11-20 17:00 1 opened S2 europe",
        "Fri 2026-11-20 17:00 - Fri 2026-11-20 23:00",
        """
        Fri 2026-11-20 20:00 1 response/1 75% desk
        Fri 2026-11-20 21:00 1 response/1 due desk
        Fri 2026-11-20 22:00 1 response/1 1h late desk
        """,
        targets=ALWAYS,
    ),
    Scenario(
        "Europe's clocks go forward over the weekend: Monday begins an hour sooner",
        USUAL,
        "Fri 2026-03-27 17:00 1 opened S2 europe",
        """
        Fri 2026-03-27 17:00 - Fri 2026-03-27 18:30
        Mon 2026-03-30 06:30 - Mon 2026-03-30 12:00
        """,
        """
        Mon 2026-03-30 09:00 1 response/1 75% desk
        Mon 2026-03-30 10:00 1 response/1 due desk
        Mon 2026-03-30 11:00 1 response/1 1h late desk
        """,
    ),
    Scenario(
        "Europe's clocks go back over the weekend: Monday begins an hour later",
        USUAL,
        "Fri 2026-10-23 16:00 1 opened S2 europe",
        """
        Fri 2026-10-23 16:00 - Fri 2026-10-23 18:30
        Mon 2026-10-26 06:30 - Mon 2026-10-26 13:00
        """,
        """
        Mon 2026-10-26 10:00 1 response/1 75% desk
        Mon 2026-10-26 11:00 1 response/1 due desk
        Mon 2026-10-26 12:00 1 response/1 1h late desk
        """,
    ),
    Scenario(
        "America's clocks go forward over the weekend, three weeks before Europe's",
        USUAL,
        "Sat 2026-03-07 01:00 1 opened S2 usa",
        """
        Sat 2026-03-07 01:00 - Sat 2026-03-07 02:30
        Mon 2026-03-09 11:30 - Mon 2026-03-09 17:00
        """,
        """
        Mon 2026-03-09 14:00 1 response/1 75% desk
        Mon 2026-03-09 15:00 1 response/1 due desk
        Mon 2026-03-09 16:00 1 response/1 1h late desk
        """,
    ),
    Scenario(
        "America's clocks go back over the weekend, a week after Europe's",
        USUAL,
        "Sat 2026-10-31 00:00 1 opened S2 usa",
        """
        Sat 2026-10-31 00:00 - Sat 2026-10-31 01:30
        Mon 2026-11-02 11:30 - Mon 2026-11-02 18:00
        """,
        """
        Mon 2026-11-02 15:00 1 response/1 75% desk
        Mon 2026-11-02 16:00 1 response/1 due desk
        Mon 2026-11-02 17:00 1 response/1 1h late desk
        """,
    ),
    Scenario(
        "a night of seven hours, when clocks go forward within it",
        USUAL,
        "Sat 2026-03-28 12:00 1 opened S3 night",
        "Sat 2026-03-28 21:30 - Sun 2026-03-29 06:30",
        """
        Sun 2026-03-29 02:30 1 response/1 75% desk
        Sun 2026-03-29 04:00 1 response/1 due desk
        Sun 2026-03-29 05:00 1 response/1 1h late desk
        """,
    ),
    Scenario(
        "a night of nine hours, when clocks go back within it",
        USUAL,
        "Sat 2026-10-24 12:00 1 opened S3 night",
        "Sat 2026-10-24 20:30 - Sun 2026-10-25 06:30",
        """
        Sun 2026-10-25 01:30 1 response/1 75% desk
        Sun 2026-10-25 03:00 1 response/1 due desk
        Sun 2026-10-25 04:00 1 response/1 1h late desk
        """,
    ),
    Scenario(
        "a 24x7 target knows nothing of the hour that is skipped",
        USUAL,
        "Sat 2026-03-28 22:00 1 opened S3 europe",
        "Sat 2026-03-28 22:00 - Sun 2026-03-29 06:30",
        """
        Sun 2026-03-29 02:30 1 response/1 75% desk
        Sun 2026-03-29 04:00 1 response/1 due desk
        Sun 2026-03-29 05:00 1 response/1 1h late desk
        """,
        targets=ALWAYS,
    ),
    Scenario(
        "a night belongs to the day on which it begins: Sunday's ends on Monday, Friday has none",
        USUAL,
        "Mon 2026-11-23 03:00 1 opened S3 night",
        """
        Mon 2026-11-23 03:00 - Mon 2026-11-23 06:30
        Fri 2026-11-27 22:00 - Sat 2026-11-28 06:30
        Sat 2026-11-28 21:30 - Sun 2026-11-29 02:30
        """,
        """
        Sat 2026-11-28 23:30 1 response/1 75% desk
        Sun 2026-11-29 01:00 1 response/1 due desk
        Sun 2026-11-29 02:00 1 response/1 1h late desk
        """,
    ),
)

ENDS = (
    Scenario(
        "answered exactly at the due time is in time: nobody is told it is due",
        USUAL,
        """
        Mon 2026-11-23 09:00 1 opened S1 europe
        Mon 2026-11-23 10:00 1 answered
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 11:30",
        "Mon 2026-11-23 09:45 1 response/1 75% desk",
    ),
    Scenario(
        "answered a minute after the due time: told that it is due, never that it is late",
        USUAL,
        """
        Mon 2026-11-23 09:00 1 opened S1 europe
        Mon 2026-11-23 10:01 1 answered
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 11:30",
        """
        Mon 2026-11-23 09:45 1 response/1 75% desk
        Mon 2026-11-23 10:00 1 response/1 due desk
        """,
    ),
    Scenario(
        "answered between two runs: nobody is told what was reached meanwhile",
        USUAL,
        """
        Mon 2026-11-23 09:00 1 opened S1 europe
        Mon 2026-11-23 10:05 1 answered
        """,
        """
        Mon 2026-11-23 09:44
        Mon 2026-11-23 10:10 - Mon 2026-11-23 11:30
        """,
    ),
    Scenario(
        "an answer recorded late ends what was told of",
        USUAL,
        """
        Mon 2026-11-23 09:00 1 opened S1 europe
        Mon 2026-11-23 09:50 1 answered recorded=2026-11-23T10:30
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 11:30",
        """
        Mon 2026-11-23 09:45 1 response/1 75% desk
        Mon 2026-11-23 10:00 1 response/1 due desk
        """,
    ),
    Scenario(
        "closed without an answer: nobody is reminded",
        USUAL,
        """
        Mon 2026-11-23 09:00 1 opened S1 europe
        Mon 2026-11-23 09:50 1 closed
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 11:30",
        "Mon 2026-11-23 09:45 1 response/1 75% desk",
    ),
    Scenario(
        "closed exactly at the due time: nobody is told it is due",
        USUAL,
        """
        Mon 2026-11-23 09:00 1 opened S1 europe
        Mon 2026-11-23 10:00 1 closed
        """,
        "Mon 2026-11-23 09:50 - Mon 2026-11-23 11:30",
        "Mon 2026-11-23 09:50 1 response/1 75% desk",
    ),
    Scenario(
        "void: nobody is told of anything, of its opening either",
        (Rule("opened, unowned 15m, 75%, due"),),
        """
        Mon 2026-11-23 09:00 1 opened S1 europe
        Mon 2026-11-23 09:05 1 void
        """,
        """
        Mon 2026-11-23 08:50
        Mon 2026-11-23 09:10 - Mon 2026-11-23 10:30
        """,
    ),
    Scenario(
        "an opening is told although it was answered and closed before the run",
        (Rule("opened, due"),),
        """
        Mon 2026-11-23 09:00 1 opened S1 europe
        Mon 2026-11-23 09:05 1 answered
        Mon 2026-11-23 09:06 1 closed
        """,
        """
        Mon 2026-11-23 08:50
        Mon 2026-11-23 09:10 - Mon 2026-11-23 10:30
        """,
        "Mon 2026-11-23 09:10 1 opened desk",
    ),
)

HIGHEST = (
    Scenario(
        "cron was off for a day: only the highest moment is told",
        USUAL,
        "Mon 2026-11-23 09:00 1 opened S2 europe",
        """
        Mon 2026-11-23 08:00 - Mon 2026-11-23 10:00
        Tue 2026-11-24 09:00 - Tue 2026-11-24 10:00
        """,
        "Tue 2026-11-24 09:00 1 response/1 1h late desk",
    ),
    Scenario(
        "cron was off over the share and the due time: due, then late",
        USUAL,
        "Mon 2026-11-23 09:00 1 opened S2 europe",
        """
        Mon 2026-11-23 08:00 - Mon 2026-11-23 11:00
        Mon 2026-11-23 13:30 - Mon 2026-11-23 14:30
        """,
        """
        Mon 2026-11-23 13:30 1 response/1 due desk
        Mon 2026-11-23 14:00 1 response/1 1h late desk
        """,
    ),
    Scenario(
        "75% and 1h left of 4 h are one minute: only the latter is told",
        (Rule("1h left, 75%, due"),),
        "Mon 2026-11-23 09:00 1 opened S2 europe",
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 13:30",
        """
        Mon 2026-11-23 12:00 1 response/1 1h left desk
        Mon 2026-11-23 13:00 1 response/1 due desk
        """,
    ),
    Scenario(
        "90% of 4 h comes after 1h left, 50% before it",
        (Rule("90%, 1h left, 50%"),),
        "Mon 2026-11-23 09:00 1 opened S2 europe",
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 13:30",
        """
        Mon 2026-11-23 11:00 1 response/1 50% desk
        Mon 2026-11-23 12:00 1 response/1 1h left desk
        Mon 2026-11-23 12:36 1 response/1 90% desk
        """,
    ),
    Scenario(
        "a length left that is longer than the target is reached at the opening, at night too",
        (Rule("2h left, due"),),
        """
        Sat 2026-11-21 12:00 1 opened S1 europe
        Mon 2026-11-23 09:10 2 opened S1 europe
        """,
        """
        Sat 2026-11-21 11:50 - Sat 2026-11-21 12:30
        Mon 2026-11-23 07:50 - Mon 2026-11-23 10:30
        """,
        """
        Sat 2026-11-21 12:00 1 response/1 2h left desk
        Mon 2026-11-23 09:00 1 response/1 due desk
        Mon 2026-11-23 09:10 2 response/1 2h left desk
        Mon 2026-11-23 10:10 2 response/1 due desk
        """,
    ),
    Scenario(
        "of two lengths left that are longer than the target the shorter is told",
        (Rule("1h left, 30m left"),),
        "Mon 2026-11-23 09:00 1 opened S1 europe",
        "Mon 2026-11-23 08:30 - Mon 2026-11-23 10:00",
        "Mon 2026-11-23 09:00 1 response/1 30m left desk",
        targets=(Target("response", "S1 20m S2 4h S3 6h"),),
    ),
    Scenario(
        "two lengths late are told in turn",
        (Rule("2h late, 30m late"),),
        "Mon 2026-11-23 09:00 1 opened S1 europe",
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 13:00",
        """
        Mon 2026-11-23 10:30 1 response/1 30m late desk
        Mon 2026-11-23 12:00 1 response/1 2h late desk
        """,
    ),
    Scenario(
        "the highest is one for each channel",
        (Rule("75%", to="chat"), Rule("due", to="desk")),
        "Mon 2026-11-23 09:00 1 opened S2 europe",
        """
        Mon 2026-11-23 08:00
        Mon 2026-11-23 15:00
        """,
        """
        Mon 2026-11-23 15:00 1 response/1 75% chat
        Mon 2026-11-23 15:00 1 response/1 due desk
        """,
        channels=(Channel("desk"), Channel("chat")),
    ),
    Scenario(
        "the first run on an old store tells of no event, and of each clock the highest moment",
        (Rule("opened, escalated, 75%, due, 1h late"),),
        """
        Thu 2026-11-19 09:00 1 opened S2 europe
        Thu 2026-11-19 09:10 2 opened S2 europe
        Thu 2026-11-19 09:20 2 answered
        Mon 2026-11-23 08:30 3 opened S2 europe
        Mon 2026-11-23 11:59 4 opened S2 europe
        Mon 2026-11-23 11:59 4 escalated
        """,
        "Mon 2026-11-23 12:00 - Mon 2026-11-23 12:40",
        """
        Mon 2026-11-23 12:00 1 response/1 1h late desk
        Mon 2026-11-23 12:00 3 response/1 75% desk
        Mon 2026-11-23 12:30 3 response/1 due desk
        """,
    ),
)

QUIET = (
    Scenario(
        "due in quiet hours is told at once, and replaces the share that waits",
        USUAL,
        "Mon 2026-11-23 18:30 1 opened S2 europe",
        "Mon 2026-11-23 18:30 - Tue 2026-11-24 07:00",
        """
        Mon 2026-11-23 22:30 1 response/1 due desk
        Mon 2026-11-23 23:30 1 response/1 1h late desk
        """,
        "1 response/1 75% desk: replaced",
        NIGHT,
        ALWAYS,
    ),
    Scenario(
        "a share waits for the end of quiet hours, although the due time passes",
        (Rule("75%"),),
        "Mon 2026-11-23 18:30 1 opened S2 europe",
        "Mon 2026-11-23 18:30 - Tue 2026-11-24 07:00",
        "Tue 2026-11-24 06:00 1 response/1 75% desk",
        channels=NIGHT,
        targets=ALWAYS,
    ),
    Scenario(
        "due when quiet hours end: due is told alone",
        USUAL,
        "Tue 2026-11-24 02:00 1 opened S2 europe",
        "Tue 2026-11-24 01:30 - Tue 2026-11-24 07:30",
        """
        Tue 2026-11-24 06:00 1 response/1 due desk
        Tue 2026-11-24 07:00 1 response/1 1h late desk
        """,
        "1 response/1 75% desk: replaced",
        NIGHT,
        ALWAYS,
    ),
    Scenario(
        "two shares in one night: only the higher one is left in the morning",
        (Rule("50%, 75%"),),
        "Mon 2026-11-23 20:00 1 opened S3 europe",
        "Mon 2026-11-23 20:00 - Tue 2026-11-24 07:00",
        "Tue 2026-11-24 06:00 1 response/1 75% desk",
        "1 response/1 50% desk: replaced",
        NIGHT,
        ALWAYS,
    ),
    Scenario(
        "an urgent priority waits for nothing",
        (Rule("opened, 75%, unowned 15m"),),
        "Mon 2026-11-23 22:00 1 opened S1 europe",
        "Mon 2026-11-23 21:50 - Tue 2026-11-24 06:30",
        """
        Mon 2026-11-23 22:00 1 opened desk
        Mon 2026-11-23 22:15 1 unowned 15m desk
        Mon 2026-11-23 22:45 1 response/1 75% desk
        """,
        channels=NIGHT,
        targets=ALWAYS,
    ),
    Scenario(
        "without an urgent priority S1 waits too; what was answered by the morning is dropped",
        (Rule("opened, 75%"),),
        """
        Mon 2026-11-23 22:00 1 opened S1 europe
        Tue 2026-11-24 05:00 1 answered
        """,
        "Mon 2026-11-23 21:50 - Tue 2026-11-24 06:30",
        "Tue 2026-11-24 06:00 1 opened desk",
        "1 response/1 75% desk: stopped",
        (Channel("desk", quiet="22:00-07:00", urgent=""),),
        ALWAYS,
    ),
    Scenario(
        "void by the morning: the opening that waited is dropped",
        (Rule("opened"),),
        """
        Mon 2026-11-23 22:00 1 opened S2 europe
        Tue 2026-11-24 05:00 1 void
        """,
        "Mon 2026-11-23 21:50 - Tue 2026-11-24 06:30",
        "",
        "1 opened desk: void",
        NIGHT,
    ),
    Scenario(
        "taken by the morning: that nobody owned it is dropped",
        (Rule("unowned 15m"),),
        """
        Mon 2026-11-23 22:00 1 opened S2 europe
        Tue 2026-11-24 05:00 1 taken desk-1
        """,
        "Mon 2026-11-23 21:50 - Tue 2026-11-24 06:30",
        "",
        "1 unowned 15m desk: over",
        NIGHT,
    ),
    Scenario(
        "another priority by the morning: the share of the old due time is dropped",
        (Rule("75%"),),
        """
        Mon 2026-11-23 18:30 1 opened S2 europe
        Mon 2026-11-23 21:45 1 changed S3
        """,
        "Mon 2026-11-23 18:30 - Tue 2026-11-24 07:00",
        "Tue 2026-11-24 06:00 1 response/1 75% desk",
        "1 response/1 75% desk: moved",
        NIGHT,
        ALWAYS,
    ),
    Scenario(
        "what is reached as quiet hours end waits no minute, what is reached before waits one",
        (Rule("75%"),),
        """
        Tue 2026-11-24 02:59 1 opened S2 europe
        Tue 2026-11-24 03:00 2 opened S2 europe
        """,
        "Tue 2026-11-24 02:50 - Tue 2026-11-24 06:30",
        """
        Tue 2026-11-24 06:00 1 response/1 75% desk
        Tue 2026-11-24 06:00 2 response/1 75% desk
        """,
        channels=NIGHT,
        targets=ALWAYS,
    ),
    Scenario(
        "quiet hours begin at their first minute",
        (Rule("opened"),),
        """
        Mon 2026-11-23 20:59 1 opened S2 europe
        Mon 2026-11-23 21:00 2 opened S2 europe
        """,
        "Mon 2026-11-23 20:50 - Tue 2026-11-24 06:30",
        """
        Mon 2026-11-23 20:59 1 opened desk
        Tue 2026-11-24 06:00 2 opened desk
        """,
        channels=NIGHT,
    ),
    Scenario(
        "quiet hours end an hour sooner in the night when clocks go forward",
        (Rule("opened"),),
        "Sat 2026-03-28 22:00 1 opened S2 europe",
        "Sat 2026-03-28 21:50 - Sun 2026-03-29 06:30",
        "Sun 2026-03-29 05:00 1 opened desk",
        channels=NIGHT,
    ),
    Scenario(
        "quiet hours end an hour later in the night when clocks go back",
        (Rule("opened"),),
        "Sat 2026-10-24 21:00 1 opened S2 europe",
        "Sat 2026-10-24 20:50 - Sun 2026-10-25 06:30",
        "Sun 2026-10-25 06:00 1 opened desk",
        channels=NIGHT,
    ),
    Scenario(
        "each channel has quiet hours of its own",
        (Rule("opened", to="desk, chat, coast"),),
        "Mon 2026-11-23 22:00 1 opened S2 europe",
        "Mon 2026-11-23 21:50 - Tue 2026-11-24 15:30",
        """
        Mon 2026-11-23 22:00 1 opened chat
        Tue 2026-11-24 06:00 1 opened desk
        Mon 2026-11-23 22:00 1 opened coast
        """,
        channels=(
            *NIGHT,
            Channel("chat"),
            Channel("coast", quiet="22:00-07:00", timezone="America/Los_Angeles"),
        ),
    ),
    Scenario(
        "taken and released in one night: only the second time without an owner is told",
        (Rule("unowned 15m"),),
        """
        Mon 2026-11-23 22:00 1 opened S2 europe
        Mon 2026-11-23 23:00 1 taken desk-1
        Mon 2026-11-23 23:10 1 released
        """,
        "Mon 2026-11-23 21:50 - Tue 2026-11-24 06:30",
        "Tue 2026-11-24 06:00 1 unowned 15m desk",
        "1 unowned 15m desk: over",
        NIGHT,
    ),
    Scenario(
        "what one channel is told replaces nothing that waits for another",
        (Rule("75%", to="desk"), Rule("due", to="chat")),
        "Mon 2026-11-23 18:30 1 opened S2 europe",
        "Mon 2026-11-23 18:30 - Tue 2026-11-24 07:00",
        """
        Mon 2026-11-23 22:30 1 response/1 due chat
        Tue 2026-11-24 06:00 1 response/1 75% desk
        """,
        channels=(*NIGHT, Channel("chat")),
        targets=ALWAYS,
    ),
    Scenario(
        "a raised priority makes it due in the night: the share of the old due time is replaced",
        (Rule("75%, due"),),
        """
        Mon 2026-11-23 17:00 1 opened S3 europe
        Mon 2026-11-23 21:40 1 changed S2
        """,
        "Mon 2026-11-23 17:00 - Tue 2026-11-24 07:00",
        "Mon 2026-11-23 21:40 1 response/1 due desk",
        "1 response/1 75% desk: replaced",
        NIGHT,
        ALWAYS,
    ),
    Scenario(
        "late at the last level is told in quiet hours",
        (Rule("75%, last level late", clocks="escalation"),),
        """
        Mon 2026-11-23 08:00 1 opened S2 europe
        Mon 2026-11-23 08:10 1 escalated
        Mon 2026-11-23 08:20 1 escalated
        Mon 2026-11-23 08:30 1 escalated
        """,
        "Mon 2026-11-23 08:00 - Mon 2026-11-23 14:00",
        "Mon 2026-11-23 12:31 1 escalation/3 last level late desk",
        "1 escalation/3 75% desk: replaced",
        (Channel("desk", quiet="12:00-14:00"),),
    ),
    Scenario(
        "due by another rule than the share that waits: it replaces it",
        (Rule("75%", owners="none"), Rule("due", owners="desk-1")),
        """
        Mon 2026-11-23 18:30 1 opened S2 europe
        Mon 2026-11-23 22:00 1 taken desk-1
        """,
        "Mon 2026-11-23 18:30 - Tue 2026-11-24 07:00",
        "Mon 2026-11-23 22:30 1 response/1 due desk",
        "1 response/1 75% desk: replaced",
        NIGHT,
        ALWAYS,
    ),
    Scenario(
        "due is told to one channel: the share that waits for another stays",
        (Rule("75%", to="desk, chat"), Rule("due", to="chat")),
        "Mon 2026-11-23 18:30 1 opened S2 europe",
        "Mon 2026-11-23 18:30 - Tue 2026-11-24 07:00",
        """
        Mon 2026-11-23 21:30 1 response/1 75% chat
        Mon 2026-11-23 22:30 1 response/1 due chat
        Tue 2026-11-24 06:00 1 response/1 75% desk
        """,
        channels=(*NIGHT, Channel("chat")),
        targets=ALWAYS,
    ),
    Scenario(
        "held twice in one night: in the morning only the second hold is told",
        (Rule("held 30m"),),
        """
        Mon 2026-11-23 20:00 1 opened S2 europe
        Mon 2026-11-23 21:00 1 held
        Mon 2026-11-23 23:00 1 resumed
        Mon 2026-11-23 23:10 1 held
        """,
        "Mon 2026-11-23 20:00 - Tue 2026-11-24 06:30",
        "Tue 2026-11-24 06:00 1 held 30m desk",
        "1 held 30m desk: over",
        NIGHT,
    ),
)

PRIORITIES = (
    Scenario(
        "a raised priority brings the moments forward",
        USUAL,
        """
        Mon 2026-11-23 09:00 1 opened S3 europe
        Mon 2026-11-23 10:00 1 changed S2
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 15:30",
        """
        Mon 2026-11-23 12:00 1 response/1 75% desk
        Mon 2026-11-23 13:00 1 response/1 due desk
        Mon 2026-11-23 14:00 1 response/1 1h late desk
        """,
    ),
    Scenario(
        "a priority raised after its due time would have been: only the highest moment",
        USUAL,
        """
        Mon 2026-11-23 09:00 1 opened S3 europe
        Mon 2026-11-23 11:30 1 changed S1
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 15:30",
        "Mon 2026-11-23 11:30 1 response/1 1h late desk",
    ),
    Scenario(
        "raised and lowered between: each due time has its share",
        USUAL,
        """
        Mon 2026-11-23 09:00 1 opened S3 europe
        Mon 2026-11-23 11:00 1 changed S2
        Mon 2026-11-23 12:30 1 changed S3
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 15:30",
        """
        Mon 2026-11-23 12:00 1 response/1 75% desk
        Mon 2026-11-23 13:30 1 response/1 75% desk
        Mon 2026-11-23 15:00 1 response/1 due desk
        """,
    ),
    Scenario(
        "lowered and raised again: the share of the same due time is told once",
        USUAL,
        """
        Mon 2026-11-23 09:00 1 opened S2 europe
        Mon 2026-11-23 12:10 1 changed S3
        Mon 2026-11-23 12:40 1 changed S2
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 13:30",
        """
        Mon 2026-11-23 12:00 1 response/1 75% desk
        Mon 2026-11-23 13:00 1 response/1 due desk
        """,
    ),
    Scenario(
        "lowered after the due time: told anew of the new one",
        USUAL,
        """
        Mon 2026-11-23 09:00 1 opened S1 europe
        Mon 2026-11-23 10:30 1 changed S3
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 15:30",
        """
        Mon 2026-11-23 09:45 1 response/1 75% desk
        Mon 2026-11-23 10:00 1 response/1 due desk
        Mon 2026-11-23 13:30 1 response/1 75% desk
        Mon 2026-11-23 15:00 1 response/1 due desk
        """,
    ),
    Scenario(
        "a priority without a target: nobody is told any more",
        OF_UPDATES,
        """
        Mon 2026-11-23 09:00 1 opened S1 europe
        Mon 2026-11-23 09:30 1 answered
        Mon 2026-11-23 10:20 1 changed S3
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 17:30",
        "Mon 2026-11-23 10:15 1 update/1 75% desk",
        targets=(RESPONSE, Target("update", "S1 1h S2 4h")),
    ),
)

HOLDS = (
    Scenario(
        "a hold before a share moves it on",
        OF_UPDATES,
        """
        Mon 2026-11-23 09:00 1 opened S2 europe
        Mon 2026-11-23 09:30 1 answered
        Mon 2026-11-23 10:00 1 held
        Mon 2026-11-23 11:00 1 resumed
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 16:00",
        """
        Mon 2026-11-23 13:30 1 update/1 75% desk
        Mon 2026-11-23 14:30 1 update/1 due desk
        Mon 2026-11-23 15:30 1 update/1 1h late desk
        """,
        targets=UPDATES,
    ),
    Scenario(
        "a hold after a share: no second notice of it",
        OF_UPDATES,
        """
        Mon 2026-11-23 09:00 1 opened S2 europe
        Mon 2026-11-23 09:30 1 answered
        Mon 2026-11-23 13:00 1 held
        Mon 2026-11-23 14:00 1 resumed
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 16:00",
        """
        Mon 2026-11-23 12:30 1 update/1 75% desk
        Mon 2026-11-23 14:30 1 update/1 due desk
        Mon 2026-11-23 15:30 1 update/1 1h late desk
        """,
        targets=UPDATES,
    ),
    Scenario(
        "a share within a hold comes after it",
        OF_UPDATES,
        """
        Mon 2026-11-23 09:00 1 opened S2 europe
        Mon 2026-11-23 09:30 1 answered
        Mon 2026-11-23 12:00 1 held
        Mon 2026-11-23 15:00 1 resumed
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 17:00",
        """
        Mon 2026-11-23 15:30 1 update/1 75% desk
        Mon 2026-11-23 16:30 1 update/1 due desk
        """,
        targets=UPDATES,
    ),
    Scenario(
        "held twice: both are cut out",
        OF_UPDATES,
        """
        Mon 2026-11-23 09:00 1 opened S2 europe
        Mon 2026-11-23 09:30 1 answered
        Mon 2026-11-23 10:00 1 held
        Mon 2026-11-23 10:30 1 resumed
        Mon 2026-11-23 13:15 1 held
        Mon 2026-11-23 14:00 1 resumed
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 16:00",
        """
        Mon 2026-11-23 13:00 1 update/1 75% desk
        Mon 2026-11-23 14:45 1 update/1 due desk
        Mon 2026-11-23 15:45 1 update/1 1h late desk
        """,
        targets=UPDATES,
    ),
    Scenario(
        "held over a weekend: only open hours are cut out",
        OF_UPDATES,
        """
        Fri 2026-11-20 15:30 1 opened S2 europe
        Fri 2026-11-20 16:00 1 answered
        Fri 2026-11-20 17:00 1 held
        Mon 2026-11-23 09:00 1 resumed
        """,
        """
        Fri 2026-11-20 15:30 - Fri 2026-11-20 18:30
        Mon 2026-11-23 07:30 - Mon 2026-11-23 13:30
        """,
        """
        Mon 2026-11-23 11:00 1 update/1 75% desk
        Mon 2026-11-23 12:00 1 update/1 due desk
        Mon 2026-11-23 13:00 1 update/1 1h late desk
        """,
        targets=UPDATES,
    ),
    Scenario(
        "held while support is closed: nothing moves",
        OF_UPDATES,
        """
        Fri 2026-11-20 15:30 1 opened S2 europe
        Fri 2026-11-20 16:00 1 answered
        Fri 2026-11-20 18:00 1 held
        Mon 2026-11-23 08:00 1 resumed
        """,
        """
        Fri 2026-11-20 15:30 - Fri 2026-11-20 18:30
        Mon 2026-11-23 07:30 - Mon 2026-11-23 11:30
        """,
        """
        Mon 2026-11-23 09:00 1 update/1 75% desk
        Mon 2026-11-23 10:00 1 update/1 due desk
        Mon 2026-11-23 11:00 1 update/1 1h late desk
        """,
        targets=UPDATES,
    ),
    Scenario(
        "nobody is reminded of a clock on hold",
        OF_UPDATES,
        """
        Mon 2026-11-23 09:00 1 opened S2 europe
        Mon 2026-11-23 09:30 1 answered
        Mon 2026-11-23 12:00 1 held
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 18:30",
        targets=UPDATES,
    ),
    Scenario(
        "a hold that begins after a share was reached, before the run: nobody is told of it then",
        OF_UPDATES,
        """
        Mon 2026-11-23 09:00 1 opened S2 europe
        Mon 2026-11-23 09:30 1 answered
        Mon 2026-11-23 12:35 1 held
        Mon 2026-11-23 15:00 1 resumed
        """,
        """
        Mon 2026-11-23 12:00
        Mon 2026-11-23 12:40 - Mon 2026-11-23 16:00
        """,
        """
        Mon 2026-11-23 15:00 1 update/1 75% desk
        Mon 2026-11-23 15:55 1 update/1 due desk
        """,
        targets=UPDATES,
    ),
    Scenario(
        "a hold does not stop the response clock",
        USUAL,
        """
        Mon 2026-11-23 09:00 1 opened S1 europe
        Mon 2026-11-23 09:10 1 held
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 11:30",
        """
        Mon 2026-11-23 09:45 1 response/1 75% desk
        Mon 2026-11-23 10:00 1 response/1 due desk
        Mon 2026-11-23 11:00 1 response/1 1h late desk
        """,
    ),
    Scenario(
        "a hold after the due time is not counted as late",
        OF_UPDATES,
        """
        Mon 2026-11-23 09:00 1 opened S1 europe
        Mon 2026-11-23 09:30 1 answered
        Mon 2026-11-23 11:00 1 held
        Mon 2026-11-23 12:00 1 resumed
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 13:30",
        """
        Mon 2026-11-23 10:15 1 update/1 75% desk
        Mon 2026-11-23 10:30 1 update/1 due desk
        Mon 2026-11-23 12:30 1 update/1 1h late desk
        """,
        targets=UPDATES,
    ),
    Scenario(
        "on hold when quiet hours end: dropped, and made again after the hold, as it was not sent",
        OF_UPDATES,
        """
        Mon 2026-11-23 18:00 1 opened S2 europe
        Mon 2026-11-23 18:30 1 answered
        Mon 2026-11-23 22:00 1 held
        Tue 2026-11-24 07:00 1 resumed
        """,
        "Mon 2026-11-23 18:00 - Tue 2026-11-24 08:00",
        """
        Tue 2026-11-24 07:00 1 update/1 75% desk
        Tue 2026-11-24 07:30 1 update/1 due desk
        """,
        "1 update/1 75% desk: held",
        NIGHT,
        (RESPONSE, Target("update", RESPONSE.lengths, around_the_clock=True)),
    ),
    Scenario(
        "every answer starts the update clock again",
        OF_UPDATES,
        """
        Mon 2026-11-23 09:00 1 opened S2 europe
        Mon 2026-11-23 09:30 1 answered
        Mon 2026-11-23 12:45 1 answered
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 17:00",
        """
        Mon 2026-11-23 12:30 1 update/1 75% desk
        Mon 2026-11-23 15:45 1 update/2 75% desk
        Mon 2026-11-23 16:45 1 update/2 due desk
        """,
        targets=UPDATES,
    ),
    Scenario(
        "a resolution is held and ended by closing, not by an answer",
        (Rule("50%, due", clocks="resolution"),),
        """
        Mon 2026-11-23 09:00 1 opened S2 europe
        Mon 2026-11-23 09:10 1 answered
        Mon 2026-11-23 10:00 1 held
        Mon 2026-11-23 11:00 1 resumed
        Mon 2026-11-23 13:59 1 closed
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 15:30",
        "Mon 2026-11-23 12:00 1 resolution/1 50% desk",
        targets=(RESPONSE, Target("resolution", RESPONSE.lengths)),
    ),
    Scenario(
        "late before it was held: told although it is on hold now",
        OF_UPDATES,
        """
        Mon 2026-11-23 09:00 1 opened S1 europe
        Mon 2026-11-23 09:30 1 answered
        Mon 2026-11-23 11:00 1 held
        """,
        """
        Mon 2026-11-23 10:00
        Mon 2026-11-23 11:15 - Mon 2026-11-23 13:30
        """,
        "Mon 2026-11-23 11:15 1 update/1 due desk",
        targets=UPDATES,
    ),
)

STATES = (
    Scenario(
        "held for three days is plain time, over a weekend too, and though it was answered",
        (Rule("held 3d"),),
        """
        Fri 2026-11-20 09:00 1 opened S2 europe
        Fri 2026-11-20 09:30 1 answered
        Fri 2026-11-20 10:00 1 held
        """,
        """
        Fri 2026-11-20 09:00 - Fri 2026-11-20 11:00
        Mon 2026-11-23 09:30 - Mon 2026-11-23 11:00
        """,
        "Mon 2026-11-23 10:00 1 held 3d desk",
    ),
    Scenario(
        "each of two holds is told",
        (Rule("held 1d"),),
        """
        Mon 2026-11-23 09:00 1 opened S2 europe
        Mon 2026-11-23 10:00 1 held
        Tue 2026-11-24 12:00 1 resumed
        Tue 2026-11-24 13:00 1 held
        """,
        """
        Mon 2026-11-23 09:00
        Tue 2026-11-24 09:30 - Tue 2026-11-24 13:30
        Wed 2026-11-25 09:30 - Wed 2026-11-25 13:30
        """,
        """
        Tue 2026-11-24 10:00 1 held 1d desk
        Wed 2026-11-25 13:00 1 held 1d desk
        """,
    ),
    Scenario(
        "an answer ends a hold, and a closing does",
        (Rule("held 1d"),),
        """
        Mon 2026-11-23 09:00 1 opened S2 europe
        Mon 2026-11-23 09:00 2 opened S2 europe
        Mon 2026-11-23 10:00 1 held
        Mon 2026-11-23 10:00 2 held
        Mon 2026-11-23 15:00 1 answered
        Mon 2026-11-23 15:00 2 closed
        """,
        """
        Mon 2026-11-23 09:00
        Tue 2026-11-24 09:30 - Tue 2026-11-24 10:30
        """,
    ),
    Scenario(
        "unowned is plain time: told on Saturday",
        (Rule("unowned 15m"),),
        """
        Sat 2026-11-21 12:00 1 opened S3 europe
        Sat 2026-11-21 12:00 2 opened S3 europe owner=desk-1
        """,
        "Sat 2026-11-21 12:00 - Sat 2026-11-21 13:00",
        "Sat 2026-11-21 12:15 1 unowned 15m desk",
    ),
    Scenario(
        "taken and released again: told again, counted from the release",
        (Rule("unowned 15m"),),
        """
        Mon 2026-11-23 09:00 1 opened S3 europe
        Mon 2026-11-23 09:20 1 taken desk-1
        Mon 2026-11-23 10:00 1 released
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 11:00",
        """
        Mon 2026-11-23 09:15 1 unowned 15m desk
        Mon 2026-11-23 10:15 1 unowned 15m desk
        """,
    ),
    Scenario(
        "taken in time and released soon after: told once, counted from the release",
        (Rule("unowned 15m"),),
        """
        Mon 2026-11-23 09:00 1 opened S3 europe
        Mon 2026-11-23 09:05 1 taken desk-1
        Mon 2026-11-23 09:10 1 released
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 11:00",
        "Mon 2026-11-23 09:25 1 unowned 15m desk",
    ),
    Scenario(
        "answered or on hold, a case can still be without an owner; a closed one is not missed",
        (Rule("unowned 15m"),),
        """
        Mon 2026-11-23 09:00 1 opened S3 europe
        Mon 2026-11-23 09:00 2 opened S3 europe
        Mon 2026-11-23 09:00 3 opened S3 europe
        Mon 2026-11-23 09:05 1 answered
        Mon 2026-11-23 09:05 2 held
        Mon 2026-11-23 09:05 3 closed
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 11:00",
        """
        Mon 2026-11-23 09:15 1 unowned 15m desk
        Mon 2026-11-23 09:15 2 unowned 15m desk
        """,
    ),
    Scenario(
        "two lengths of a hold reached in a gap: the longer is told, the shorter never",
        (Rule("held 1h, held 3h"),),
        """
        Mon 2026-11-23 09:00 1 opened S2 europe
        Mon 2026-11-23 10:00 1 held
        """,
        """
        Mon 2026-11-23 09:00
        Mon 2026-11-23 13:30 - Mon 2026-11-23 14:30
        """,
        "Mon 2026-11-23 13:30 1 held 3h desk",
    ),
    Scenario(
        "a longer hold was told: a rule about a shorter one tells nothing later",
        (Rule("held 3h", priorities="S2"), Rule("held 1h", priorities="S1")),
        """
        Mon 2026-11-23 09:00 1 opened S2 europe
        Mon 2026-11-23 10:00 1 held
        Mon 2026-11-23 13:30 1 changed S1
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 14:00",
        "Mon 2026-11-23 13:00 1 held 3h desk",
    ),
    Scenario(
        "each channel is told of a state when a rule of its own takes the case",
        (Rule("held 1h, unowned 15m"), Rule("held 1h, unowned 15m", to="chat", priorities="S1")),
        """
        Mon 2026-11-23 09:00 1 opened S2 europe
        Mon 2026-11-23 10:00 1 held
        Mon 2026-11-23 11:30 1 changed S1
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 12:00",
        """
        Mon 2026-11-23 09:15 1 unowned 15m desk
        Mon 2026-11-23 11:00 1 held 1h desk
        Mon 2026-11-23 11:30 1 unowned 15m chat
        Mon 2026-11-23 11:30 1 held 1h chat
        """,
        channels=(Channel("desk"), Channel("chat")),
    ),
)

EVENTS = (
    Scenario(
        "opened and escalated twice in a gap of a day: each is told once",
        (Rule("opened, escalated"),),
        """
        Mon 2026-11-23 09:00 1 opened S2 europe
        Mon 2026-11-23 10:00 1 escalated
        Mon 2026-11-23 11:00 1 escalated
        """,
        """
        Mon 2026-11-23 08:00
        Tue 2026-11-24 08:00 - Tue 2026-11-24 09:00
        """,
        """
        Tue 2026-11-24 08:00 1 opened desk
        Tue 2026-11-24 08:00 1 escalated desk
        Tue 2026-11-24 08:00 1 escalated desk
        """,
    ),
    Scenario(
        "a gap of three days loses no opening",
        (Rule("opened"),),
        "Mon 2026-11-23 09:00 1 opened S2 europe",
        """
        Mon 2026-11-23 08:00
        Thu 2026-11-26 08:00
        """,
        "Thu 2026-11-26 08:00 1 opened desk",
    ),
    Scenario(
        "an opening recorded hours later is told when it is recorded, with the clock as it is then",
        (Rule("opened, 50%, 75%, due"),),
        "Mon 2026-11-23 09:00 1 opened S2 europe recorded=2026-11-23T12:10",
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 13:30",
        """
        Mon 2026-11-23 12:10 1 opened desk
        Mon 2026-11-23 12:10 1 response/1 75% desk
        Mon 2026-11-23 13:00 1 response/1 due desk
        """,
    ),
    Scenario(
        "recorded a day after it happened it is told, a minute more and it is not; the clock is",
        (Rule("opened, due, 1h late"),),
        """
        Mon 2026-11-23 09:00 1 opened S2 europe recorded=2026-11-24T09:00
        Mon 2026-11-23 09:00 2 opened S2 europe recorded=2026-11-24T09:01
        """,
        """
        Mon 2026-11-23 08:00
        Tue 2026-11-24 08:50 - Tue 2026-11-24 09:30
        """,
        """
        Tue 2026-11-24 09:00 1 opened desk
        Tue 2026-11-24 09:00 1 response/1 1h late desk
        Tue 2026-11-24 09:01 2 response/1 1h late desk
        """,
    ),
    Scenario(
        "recorded before the first run it is not told; recorded after it, it is",
        (Rule("opened"),),
        """
        Mon 2026-11-23 07:00 1 opened S2 europe
        Mon 2026-11-23 07:00 2 opened S2 europe recorded=2026-11-23T08:30
        """,
        "Mon 2026-11-23 08:00 - Mon 2026-11-23 09:00",
        "Mon 2026-11-23 08:30 2 opened desk",
    ),
    Scenario(
        "an opening whose priority is raised within two hours is told then, not after three",
        (Rule("opened", priorities="S1"),),
        """
        Mon 2026-11-23 09:00 1 opened S3 europe
        Mon 2026-11-23 09:00 2 opened S3 europe
        Mon 2026-11-23 10:30 1 changed S1
        Mon 2026-11-23 12:00 2 changed S1
        """,
        "Mon 2026-11-23 08:00 - Mon 2026-11-23 13:00",
        "Mon 2026-11-23 10:30 1 opened desk",
    ),
    Scenario(
        "recorded at the instant of the first run it is told by the next",
        (Rule("opened"),),
        "Mon 2026-11-23 09:00 1 opened S2 europe",
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 09:10",
        "Mon 2026-11-23 09:01 1 opened desk",
    ),
)

LEVELS = (
    Scenario(
        "a level that is left for a higher one is told of no more; the response clock runs on",
        USUAL,
        """
        Mon 2026-11-23 08:00 1 opened S3 europe
        Mon 2026-11-23 09:00 1 escalated
        Mon 2026-11-23 12:30 1 escalated
        """,
        "Mon 2026-11-23 08:00 - Mon 2026-11-23 16:45",
        """
        Mon 2026-11-23 12:00 1 escalation/1 75% desk
        Mon 2026-11-23 12:30 1 response/1 75% desk
        Mon 2026-11-23 14:00 1 response/1 due desk
        Mon 2026-11-23 15:00 1 response/1 1h late desk
        Mon 2026-11-23 15:30 1 escalation/2 75% desk
        Mon 2026-11-23 16:30 1 escalation/2 due desk
        """,
    ),
    Scenario(
        "late at the last level is told once, and not of the level before",
        (Rule("last level late"),),
        """
        Mon 2026-11-23 08:00 1 opened S1 europe
        Mon 2026-11-23 08:00 2 opened S1 europe
        Mon 2026-11-23 08:10 1 escalated
        Mon 2026-11-23 08:10 2 escalated
        Mon 2026-11-23 08:20 1 escalated
        Mon 2026-11-23 08:20 2 escalated
        Mon 2026-11-23 08:30 1 escalated
        """,
        """
        Mon 2026-11-23 08:00 - Mon 2026-11-23 18:00
        Tue 2026-11-24 08:00 - Tue 2026-11-24 12:00
        """,
        "Mon 2026-11-23 12:31 1 escalation/3 last level late desk",
    ),
    Scenario(
        "answered exactly at the due time of the last level: it is not late",
        (Rule("last level late"),),
        """
        Mon 2026-11-23 08:00 1 opened S1 europe
        Mon 2026-11-23 08:10 1 escalated
        Mon 2026-11-23 08:20 1 escalated
        Mon 2026-11-23 08:30 1 escalated
        Mon 2026-11-23 12:30 1 answered
        """,
        "Mon 2026-11-23 08:00 - Mon 2026-11-23 18:00",
    ),
    Scenario(
        "the last level is due, then late, then late by an hour",
        (Rule("due, last level late, 1h late", clocks="escalation"),),
        """
        Mon 2026-11-23 08:00 1 opened S1 europe
        Mon 2026-11-23 08:10 1 escalated
        Mon 2026-11-23 08:20 1 escalated
        Mon 2026-11-23 08:30 1 escalated
        """,
        "Mon 2026-11-23 08:00 - Mon 2026-11-23 18:00",
        """
        Mon 2026-11-23 12:30 1 escalation/3 due desk
        Mon 2026-11-23 12:31 1 escalation/3 last level late desk
        Mon 2026-11-23 13:30 1 escalation/3 1h late desk
        """,
    ),
    Scenario(
        "an answer recorded late, from before an escalation by hand, leaves that level's clock",
        USUAL,
        """
        Mon 2026-11-23 09:00 1 opened S1 europe
        Mon 2026-11-23 10:05 1 escalated
        Mon 2026-11-23 09:55 1 answered recorded=2026-11-23T10:30
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 13:30",
        """
        Mon 2026-11-23 09:45 1 response/1 75% desk
        Mon 2026-11-23 10:00 1 response/1 due desk
        Mon 2026-11-23 13:05 1 escalation/1 75% desk
        """,
    ),
)

FILTERS = (
    Scenario(
        "each channel has its own moments and priorities",
        (
            Rule("75%", to="chat"),
            Rule("due", to="desk, chat"),
            Rule("30m late", to="phone", priorities="S1"),
        ),
        """
        Mon 2026-11-23 09:00 1 opened S1 europe
        Mon 2026-11-23 09:00 2 opened S2 europe
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 14:00",
        """
        Mon 2026-11-23 09:45 1 response/1 75% chat
        Mon 2026-11-23 10:00 1 response/1 due chat
        Mon 2026-11-23 10:00 1 response/1 due desk
        Mon 2026-11-23 10:30 1 response/1 30m late phone
        Mon 2026-11-23 12:00 2 response/1 75% chat
        Mon 2026-11-23 13:00 2 response/1 due chat
        Mon 2026-11-23 13:00 2 response/1 due desk
        """,
        channels=(Channel("desk"), Channel("chat"), Channel("phone")),
    ),
    Scenario(
        "a moment that two rules name is told once to a channel",
        (Rule("due", to="desk"), Rule("due, 75%", to="desk, chat")),
        "Mon 2026-11-23 09:00 1 opened S1 europe",
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 11:30",
        """
        Mon 2026-11-23 09:45 1 response/1 75% chat
        Mon 2026-11-23 09:45 1 response/1 75% desk
        Mon 2026-11-23 10:00 1 response/1 due chat
        Mon 2026-11-23 10:00 1 response/1 due desk
        """,
        channels=(Channel("desk"), Channel("chat")),
    ),
    Scenario(
        "regions and priorities both have to fit",
        (Rule("opened", regions="europe, apac", priorities="S1, S2"),),
        """
        Mon 2026-11-23 09:00 1 opened S1 europe
        Mon 2026-11-23 09:00 2 opened S3 europe
        Mon 2026-11-23 09:00 3 opened S2 usa
        Mon 2026-11-23 09:00 4 opened S2 apac
        """,
        "Mon 2026-11-23 08:50 - Mon 2026-11-23 09:30",
        """
        Mon 2026-11-23 09:00 1 opened desk
        Mon 2026-11-23 09:00 4 opened desk
        """,
    ),
    Scenario(
        "a filter of clocks leaves events as they are",
        (Rule("opened, due", clocks="escalation"),),
        """
        Mon 2026-11-23 09:00 1 opened S1 europe
        Mon 2026-11-23 09:10 1 escalated
        """,
        "Mon 2026-11-23 08:50 - Mon 2026-11-23 13:30",
        """
        Mon 2026-11-23 09:00 1 opened desk
        Mon 2026-11-23 13:10 1 escalation/1 due desk
        """,
    ),
    Scenario(
        "owners are matched in any case of letters, and none is without an owner",
        (Rule("due", owners="none, DESK-1"),),
        """
        Mon 2026-11-23 09:00 1 opened S1 europe
        Mon 2026-11-23 09:00 2 opened S1 europe owner=desk-1
        Mon 2026-11-23 09:00 3 opened S1 europe owner=desk-2
        Mon 2026-11-23 09:00 4 opened S1 europe
        Mon 2026-11-23 09:30 4 taken desk-2
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 11:30",
        """
        Mon 2026-11-23 10:00 1 response/1 due desk
        Mon 2026-11-23 10:00 2 response/1 due desk
        """,
    ),
    Scenario(
        "released after the due time: told then, for a rule about cases without an owner",
        (Rule("75%, due", owners="none"),),
        """
        Mon 2026-11-23 09:00 1 opened S1 europe owner=desk-1
        Mon 2026-11-23 10:20 1 released
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 11:30",
        "Mon 2026-11-23 10:20 1 response/1 due desk",
    ),
    Scenario(
        "released after a higher moment was told to the channel: the lower one never comes",
        (Rule("75%", owners="none"), Rule("due", owners="desk-1")),
        """
        Mon 2026-11-23 09:00 1 opened S1 europe owner=desk-1
        Mon 2026-11-23 10:20 1 released
        """,
        "Mon 2026-11-23 09:00 - Mon 2026-11-23 11:30",
        "Mon 2026-11-23 10:00 1 response/1 due desk",
    ),
)

TAKEN_BACK = (
    Scenario(
        "dropped as it was answered, and the answer is taken back: made again",
        (Rule("75%, due"),),
        """
        Tue 2026-11-24 00:30 1 opened S3 europe
        Tue 2026-11-24 05:30 1 answered
        Tue 2026-11-24 06:05 1 undone
        """,
        "Tue 2026-11-24 00:20 - Tue 2026-11-24 07:30",
        """
        Tue 2026-11-24 06:05 1 response/1 75% desk
        Tue 2026-11-24 06:30 1 response/1 due desk
        """,
        "1 response/1 75% desk: stopped",
        channels=NIGHT,
        targets=ALWAYS,
    ),
    Scenario(
        "an answer that is taken back after the due time: only the higher moment is told",
        (Rule("75%, due"),),
        """
        Tue 2026-11-24 00:30 1 opened S3 europe
        Tue 2026-11-24 05:30 1 answered
        Tue 2026-11-24 06:40 1 undone
        """,
        "Tue 2026-11-24 00:20 - Tue 2026-11-24 07:30",
        "Tue 2026-11-24 06:40 1 response/1 due desk",
        "1 response/1 75% desk: stopped",
        channels=NIGHT,
        targets=ALWAYS,
    ),
    Scenario(
        "answered and taken back twice: what was sent in between is not sent again",
        (Rule("75%, due"),),
        """
        Tue 2026-11-24 00:30 1 opened S3 europe
        Tue 2026-11-24 05:30 1 answered
        Tue 2026-11-24 06:05 1 undone
        Tue 2026-11-24 06:10 1 answered
        Tue 2026-11-24 06:15 1 undone
        """,
        "Tue 2026-11-24 00:20 - Tue 2026-11-24 07:30",
        """
        Tue 2026-11-24 06:05 1 response/1 75% desk
        Tue 2026-11-24 06:30 1 response/1 due desk
        """,
        "1 response/1 75% desk: stopped",
        channels=NIGHT,
        targets=ALWAYS,
    ),
    Scenario(
        "closed, and the closing is taken back: made again",
        (Rule("75%"),),
        """
        Tue 2026-11-24 00:30 1 opened S3 europe
        Tue 2026-11-24 05:30 1 closed
        Tue 2026-11-24 06:05 1 undone
        """,
        "Tue 2026-11-24 00:20 - Tue 2026-11-24 07:30",
        "Tue 2026-11-24 06:05 1 response/1 75% desk",
        "1 response/1 75% desk: stopped",
        channels=NIGHT,
        targets=ALWAYS,
    ),
    Scenario(
        "a hold that is taken back: made again",
        (Rule("75%", clocks="update"),),
        """
        Mon 2026-11-23 18:00 1 opened S2 europe
        Mon 2026-11-23 18:30 1 answered
        Mon 2026-11-23 22:00 1 held
        Tue 2026-11-24 06:05 1 undone
        """,
        "Mon 2026-11-23 18:00 - Tue 2026-11-24 07:00",
        "Tue 2026-11-24 06:05 1 update/1 75% desk",
        "1 update/1 75% desk: held",
        channels=NIGHT,
        targets=(RESPONSE, Target("update", RESPONSE.lengths, around_the_clock=True)),
    ),
    Scenario(
        "a priority that is taken back: the share of the old due time is made again",
        (Rule("75%"),),
        """
        Tue 2026-11-24 01:00 1 opened S2 europe
        Tue 2026-11-24 04:30 1 changed S3
        Tue 2026-11-24 06:05 1 undone
        """,
        "Tue 2026-11-24 00:20 - Tue 2026-11-24 07:30",
        """
        Tue 2026-11-24 06:00 1 response/1 75% desk
        Tue 2026-11-24 06:05 1 response/1 75% desk
        """,
        "1 response/1 75% desk: moved",
        channels=NIGHT,
        targets=ALWAYS,
    ),
    Scenario(
        "an owner that is taken back: nobody has owned it all the time, which is made again",
        (Rule("unowned 15m"),),
        """
        Tue 2026-11-24 00:30 1 opened S3 europe
        Tue 2026-11-24 05:30 1 taken desk-1
        Tue 2026-11-24 06:05 1 undone
        """,
        "Tue 2026-11-24 00:20 - Tue 2026-11-24 07:30",
        "Tue 2026-11-24 06:05 1 unowned 15m desk",
        "1 unowned 15m desk: over",
        channels=NIGHT,
        targets=ALWAYS,
    ),
    Scenario(
        "the end of a hold that is taken back: it is the same hold, which is made again",
        (Rule("held 1h"),),
        """
        Tue 2026-11-24 00:30 1 opened S3 europe
        Tue 2026-11-24 01:00 1 held
        Tue 2026-11-24 05:30 1 resumed
        Tue 2026-11-24 06:05 1 undone
        """,
        "Tue 2026-11-24 00:20 - Tue 2026-11-24 07:30",
        "Tue 2026-11-24 06:05 1 held 1h desk",
        "1 held 1h desk: over",
        channels=NIGHT,
        targets=ALWAYS,
    ),
    Scenario(
        "released again is another state, which is told when it has lasted",
        (Rule("unowned 15m"),),
        """
        Tue 2026-11-24 00:30 1 opened S3 europe
        Tue 2026-11-24 05:30 1 taken desk-1
        Tue 2026-11-24 06:05 1 released
        """,
        "Tue 2026-11-24 00:20 - Tue 2026-11-24 07:30",
        "Tue 2026-11-24 06:20 1 unowned 15m desk",
        "1 unowned 15m desk: over",
        channels=NIGHT,
        targets=ALWAYS,
    ),
    Scenario(
        "a void that is taken back: an opening of the last two hours is made again, no older one",
        (Rule("opened, 75%"),),
        """
        Tue 2026-11-24 00:30 1 opened S3 europe
        Tue 2026-11-24 05:00 2 opened S3 europe
        Tue 2026-11-24 05:30 1 void
        Tue 2026-11-24 05:30 2 void
        Tue 2026-11-24 06:05 1 undone
        Tue 2026-11-24 06:05 2 undone
        """,
        "Tue 2026-11-24 00:20 - Tue 2026-11-24 07:30",
        """
        Tue 2026-11-24 06:05 1 response/1 75% desk
        Tue 2026-11-24 06:05 2 opened desk
        """,
        """
        1 opened desk: void
        1 response/1 75% desk: void
        2 opened desk: void
        """,
        channels=NIGHT,
        targets=ALWAYS,
    ),
    Scenario(
        "an escalation that is taken back is dropped for good; another one is told",
        (Rule("escalated"),),
        """
        Tue 2026-11-24 00:30 1 opened S3 europe
        Tue 2026-11-24 05:30 1 escalated
        Tue 2026-11-24 05:40 1 undone
        Tue 2026-11-24 06:05 1 escalated
        """,
        "Tue 2026-11-24 00:20 - Tue 2026-11-24 07:30",
        "Tue 2026-11-24 06:05 1 escalated desk",
        "1 escalated desk: taken back",
        channels=NIGHT,
        targets=ALWAYS,
    ),
    Scenario(
        "a level that was left, until that is taken back: made again",
        (Rule("75%", clocks="escalation"),),
        """
        Mon 2026-11-23 08:00 1 opened S3 europe
        Mon 2026-11-23 08:30 1 escalated
        Mon 2026-11-23 12:20 1 escalated
        Mon 2026-11-23 13:05 1 undone
        """,
        "Mon 2026-11-23 08:00 - Mon 2026-11-23 14:00",
        "Mon 2026-11-23 13:05 1 escalation/1 75% desk",
        "1 escalation/1 75% desk: stopped",
        channels=(Channel("desk", quiet="10:00-13:00", timezone="Europe/London"),),
    ),
)

SCENARIOS = (
    *HOURS,
    *ENDS,
    *HIGHEST,
    *QUIET,
    *PRIORITIES,
    *HOLDS,
    *STATES,
    *EVENTS,
    *LEVELS,
    *FILTERS,
    *TAKEN_BACK,
)
