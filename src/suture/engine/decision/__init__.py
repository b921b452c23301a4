"""From outcomes to a decision that can be defended: gates, paired comparison, where the answer turns, and why."""
