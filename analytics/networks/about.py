"""What networkx is told about our backend when it starts; light, for it is read at every import of networkx."""

NAME = "cyberimpact"
CONVERTIBLE_EDGES = 200_000  # as dictionaries, about 100 MB

SUMMARY = "Arrays instead of dictionaries, for networks of millions of edges."
FUNCTIONS = {
    "connected_components": "scipy.sparse.csgraph.",
    "core_number": "Batagelj and Zaversnik in machine code.",
    "degree_centrality": "",
    "density": "",
    "in_degree_centrality": "",
    "is_connected": "",
    "is_empty": "",
    "louvain_communities": "Louvain with Leiden's refinement: every community is connected.",
    "number_connected_components": "",
    "number_of_selfloops": "",
    "number_weakly_connected_components": "",
    "out_degree_centrality": "",
    "pagerank": "Goes on below `len(G) * tol` until the change is 1e-10 in all.",
    "weakly_connected_components": "scipy.sparse.csgraph.",
}


def about() -> dict[str, object]:
    """The answer to the entry point group `networkx.backend_info`."""
    return {
        "backend_name": NAME,
        "project": "CyberImpact",
        "package": "analytics.networks",
        "short_summary": SUMMARY,
        "functions": {name: {"additional_docs": text} for name, text in FUNCTIONS.items()},
    }
