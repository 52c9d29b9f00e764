"""What pages that search by place may see."""

from chophien.places.rules import Groups, either_time


class PlaceFilter:
    """For every page whose list may be narrowed to a place."""

    @property
    def places(self) -> Groups:
        """Places of today and of before July 2025."""
        return either_time()
