"""Three people with two devices each: one device of each acts, the other one only hears, and knows the same in the end.

What a second device knows is folded out of the updates that its client hands on (`mirror`), and compared with what the
server tells the first one when it is asked (`truth`). Everything goes through methods of the API as they are, for every
client alike: what is looked at is how the updates come through. The objects are plain ones (`objects`), so that this is
one program for clients of any language.

    live        the other devices are connected, and hear of everything by itself
    missed      they are away while it happens, and catch up in their client's own way

`play` plays each of the acts twice, live and missed.
"""

from in_step.hand import Client
from in_step.lent import Lent, play_lent
from in_step.mirror import Mirror
from in_step.objects import Plain, class_name, made_of, plain
from in_step.play import play

__all__ = ["Client", "Lent", "Mirror", "Plain", "class_name", "made_of", "plain", "play", "play_lent"]
