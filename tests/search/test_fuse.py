from search.fuse import fuse


def own(place: int) -> int:
    return place


def test_agreement_of_rankers_beats_one_first_place():
    assert fuse({"dense": [7, 3, 5], "words": [9, 3, 8]}, own)[0][0] == 3


def test_equal_scores_keep_the_order_of_places():
    assert [place for place, _ in fuse({"dense": [8], "words": [2]}, own)] == [2, 8]


def test_only_the_best_are_kept():
    assert [place for place, _ in fuse({"dense": [7, 3, 5], "words": [9, 3]}, own, top=2)] == [3, 7]


def test_weights():
    assert fuse({"dense": [8], "words": [2]}, own, weights={"dense": 2})[0][0] == 8
    assert fuse({"dense": [8], "words": [2]}, own, weights={"dense": 0.5})[0][0] == 2
    assert fuse({"dense": [8], "words": [2]}, own, weights={"words": 1.5})[0][0] == 2  # the other weighs 1
    assert fuse({}, own) == []
