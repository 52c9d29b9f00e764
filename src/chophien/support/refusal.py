"""What a person is told when something may not be done."""


class Refusal(Exception):
    """Something may not be done; carries the HTTP status and one sentence for a person, in the person's language."""

    status = 409

    def __init__(self, sentence: str, *, field: str | None = None) -> None:
        """Say `sentence`; `field` names the form field it belongs to, if one does."""
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class NotFound(Refusal):
    """There is no such thing here, or it belongs to somebody else: the two are not told apart."""

    status = 404


class NotAllowed(Refusal):
    """The person is known but has no right to this."""

    status = 403
