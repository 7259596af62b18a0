"""What a source gave, as a person put it right: an extraction and corrections go in, the extraction comes out anew.

`correct.correct` is the whole; `mentions` puts right what is named where, `facts` relations, targets and attributes.
What comes out depends on the source and the corrections alone, so that it is the same however often and in whatever
order sources are read.
"""
