"""What keeps a command from doing its work, in a sentence for the one who started it."""


class Trouble(Exception):
    """`str()` says what is wrong and what to do; the command ends with exit code 1."""
