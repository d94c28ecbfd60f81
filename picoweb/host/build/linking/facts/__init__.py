"""What is known of an app before it runs, and what is left out of the package for it.

A statement of the package that is marked `# build: only if FACT` is left out when FACT is known to be false for the app
that is built; of a marked `if`, its `else` stays. `table.FACTS` says what facts there are, and how each is told from the app's
source and folder. Where that cannot be told, a fact is taken to be true.

`A = True  # build: whether FACT` is `A = False` where FACT is false.

`self.a = A()  # build: constants unless FACT` is left out, where FACT is false, and constants stand for what it holds.

`raise ValueError("...")  # build: text only if FACT` is `raise ValueError` where FACT is false.

`# build: only if the app uses a, b` asks whether the app's source has one of these names, and `# build: only if the app uses
it` for that of the definition which is marked: other uses of the name in the package are of something else then, as
`error.args` is not `HTTPRequest.args`.
"""
from .answers import templates_named
from .app import App, words_of
from .folding import fold
from .settled import settle
from .table import FACTS, facts_of, is_known

__all__ = ("FACTS", "App", "facts_of", "fold", "is_known", "settle", "templates_named", "words_of")
