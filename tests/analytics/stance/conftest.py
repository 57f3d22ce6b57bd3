import random
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

SAID = {
    "deny": ["No, this is false, there is no evidence", "FAUX, la mairie dément", "C'est une intox, arrêtez",
             "fake news, this never happened", "Non, rien de tout cela n'est vrai"],
    "query": ["Do you have a source?", "Vous avez une preuve ?", "Is this confirmed?", "Qui vous l'a dit ?",
              "really? where did you see that?"],
    "support": ["Yes, I saw it too, it is true", "Je confirme, pareil ici", "exactly, the police confirm it",
                "Oui c'est vrai, faites tourner", "confirmed by my sister"],
    "comment": ["what a week, take care everybody", "Bon courage à tous", "lol ok", "quelle époque",
                "so sad for the families"],
}  # fmt: skip
TOPICS = ["bridge", "dam", "school", "train", "hospital", "usine", "gare", "marché"]
START = datetime(2024, 1, 5, tzinfo=UTC)


@pytest.fixture(scope="session")
def invented():
    """posts (8 threads, 20 replies each) and labels (train, two threads of dev), in English and French."""
    chance, posts, labels = random.Random(4), [], []
    for number, topic in enumerate(TOPICS):
        root, split = f"r{number}", "dev" if number > 5 else "train"
        posts.append((root, "a", f"The {topic} of Valmont is closed, says {topic} staff", None, number * 100))
        labels.append((root, "support", split))
        for place in range(20):
            label = list(SAID)[place % 4]
            text = f"@u{place} {chance.choice(SAID[label])} {chance.choice(['', '!', topic])}"
            posts.append((f"{root}-{place}", f"b{place}", text, root, number * 100 + place + 1))
            labels.append((f"{root}-{place}", label, split))
    frame = pl.DataFrame(posts, schema=["uid", "author_uid", "text", "reply_to_uid", "minute"], orient="row")
    at = pl.Series([START + timedelta(minutes=minute) for minute in frame["minute"]])
    return frame.drop("minute").with_columns(created_at=at), pl.DataFrame(
        labels, schema=["uid", "label", "split"], orient="row"
    )
