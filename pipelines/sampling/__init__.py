"""A sample inbox to try the line on. Everything in it is made up (虚构): the province 云泽省, the prefecture 临湖市, its money, its errors.

The same bytes come out on every call. No step of the line knows this package; it only fills an inbox.
"""

from pipelines.sampling.sample import ANSWER_KEY, CONTRACTS, make_sample, write_answer_key

__all__ = ["ANSWER_KEY", "CONTRACTS", "make_sample", "write_answer_key"]
