"""What a notebook shows of dynclient's values, and what is of use there: a live plot of `container.stats`.

    from dynclient.faces.notebook import plot_stats

    with client.container.stats.stream("web") as stats:
        plot_stats(stats)

The plot needs matplotlib, and `to_frame()` pandas: pip install dynclient[notebook].
"""

from __future__ import annotations

from dynclient.faces.notebook.plot import plot_stats
from dynclient.faces.notebook.stats import Usage, usage_of

__all__ = ["Usage", "plot_stats", "usage_of"]
