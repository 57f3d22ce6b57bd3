"""python near_duplicates_datasketch.py TEXTS PAIRS: datasketch as its documentation shows it.

TEXTS has one text a line; PAIRS becomes an array (p, 2) of line numbers; the seconds it took are printed. Each
text's 5-grams of characters go into a MinHash of 128 permutations, which is looked up in a MinHashLSH of
threshold .5 and then inserted: the shingle and threshold with its best F1 on these texts (of 3 and 5; .4 to .8).
Needs datasketch and numpy alone.
"""

import sys
import time
from pathlib import Path

import numpy as np
from datasketch import MinHash, MinHashLSH

GRAM = 5
THRESHOLD = 0.5


def main() -> None:
    texts = Path(sys.argv[1]).read_text("utf-8").split("\n")
    start = time.perf_counter()
    lsh, pairs = MinHashLSH(threshold=THRESHOLD, num_perm=128), []
    for row, text in enumerate(texts):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([text[i : i + GRAM].encode() for i in range(max(1, len(text) - GRAM + 1))])
        pairs += [(found, row) for found in lsh.query(sketch)]
        lsh.insert(row, sketch)
    print(time.perf_counter() - start)
    np.save(sys.argv[2], np.array(pairs, np.int64).reshape(-1, 2))


if __name__ == "__main__":
    main()
