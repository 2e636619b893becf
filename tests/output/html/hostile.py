"""Texts that would change a page if they became a part of its markup, or of its lines."""

HOSTILE = {
    "markup": "<b>bold</b> & <img src=x onerror=alert(1)>",
    "an entity": "&lt;script&gt; &amp;#x3c;",
    "the end of a style and a script": "</style></title><script>alert(1)</script>",
    "the end of a comment": "--><!-- <![CDATA[ ]]> <?php ?>",
    "quotes": '" onmouseover="alert(1)" \' x=\'',
    "escapes of a terminal": "\x1b[31mred\x1b[0m \x07",
    "lines": "one\ntwo\r\nthree\u2028four\u0085five",
    "zero and other control characters": "a\x00b\x08c\x7fd\ufffe",
    "half of a pair": "half \ud800 of a pair",
    "letters from right to left": "\u202eabc\u202c \u2067\u05e9\u05dc\u05d5\u05dd\u2069 العربية",
    "a word of 200 letters": "W" * 200,
    "wide letters": "電話が全部止まっています" * 10,
    "joined emoji": "\U0001f469\u200d\U0001f4bb \U0001f3f4\U000e0067\U000e0062\U000e007f",
    "many marks": "e" + "\u0301" * 60,
    "a formula": "=cmd|' /C calc'!A0",
    "a link": "javascript:alert(1) https://example.com/a?b=c&d=e",
}
