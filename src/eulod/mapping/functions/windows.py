"""Functions that look at the other records of a group."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from eulod.mapping.functions.registry import function


@function()
def least(value: ir.StringValue, by: ir.StringValue) -> ir.StringValue:
    """The smallest `value`, in code-point order, among the records with the same `by`.

    >>> fn:least(value: $(start), by: $(project)) | start,project | 2021,p | 2020,p | 2022,q
    2020 | 2020 | 2022
    """
    return value.min().over(group_by=by)


@function()
def is_least(value: ir.StringValue, by: ir.StringValue) -> ir.BooleanValue:
    """True where `value` is the smallest among the records with the same `by`.

    >>> fn:is_least(value: $(start), by: $(project)) | start,project | 2021,p | 2020,p | 2022,q
    false | true | true
    """
    return value.identical_to(value.min().over(group_by=by))


@function(safe=True)
def count_distinct(value: ir.StringValue, by: ir.StringValue) -> ir.StringValue:
    """How many different values there are among the records with the same `by`; null counts as one.

    >>> fn:count_distinct(value: $(place), by: $(project)) | place,project | Brno,p | Pécs,p | Brno,q
    2 | 2 | 1
    """
    known = value.nunique().over(group_by=by)
    unknown = value.isnull().any().over(group_by=by).cast("int64")
    return (known + unknown).cast("string")


@function()
def if_repeated(value: ir.StringValue, extra: ir.StringValue, by: ir.StringValue) -> ir.StringValue:
    """`value`, with `-` and `extra` after it where the records with the same `by` have different `extra`s.

    >>> fn:if_repeated(value: $(name), extra: $(place), by: $(name)) | name,place | a,Brno | a,Pécs | b,Brno
    a-Brno | a-Pécs | b
    """
    several = extra.fill_null("").min().over(group_by=by) != extra.fill_null("").max().over(group_by=by)
    return several.ifelse(value + ibis.literal("-") + extra.fill_null(""), value)
