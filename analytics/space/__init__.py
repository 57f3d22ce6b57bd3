"""Do neighbouring territories resemble each other, and where do high figures stand together?"""
