"""Rows of files that the tests of `slt import` read."""

HEADER = "opened_at,priority,ref,subject\n"
ONE = "2026-11-20T14:00:00Z,S1,9001,All phones are down\n"
TWO = "2026-11-20T15:00:00Z,S2,9002,Recordings are missing\n"
BAD = "2026-11-20T15:00:00Z,S9,9003,No such priority\n"
JSON = '{"opened_at": "2026-11-20T14:00:00Z", "priority": "S1", "ref": 9001, "level": 0}\n'
