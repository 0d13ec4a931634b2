namespace InfraAi.Catalog.Yaml;

/// <summary>What stands before and behind nodes: anchors, tags, comments, blanks and the signs that make entries of them.</summary>
internal sealed partial class Composer
{
    /// <summary>Where tokens stand before a node.</summary>
    /// <param name="Indicator">The sign that belongs there.</param>
    /// <param name="Offset">Where they begin.</param>
    private readonly record struct Slot(TokenKind Indicator, int Offset, int ParentIndent, bool IsFlow, bool OnNewLine);

    /// <summary>What comes behind those tokens.</summary>
    private readonly record struct Follow(int Offset, SyntaxKind? Node, TokenKind Token, bool IsEmptyScalar)
    {
        public static Follow Of(SyntaxNode? node) =>
            node is null
                ? new(-1, null, TokenKind.Unknown, false)
                : new(node.Offset, node.Kind, TokenKind.Unknown, node.Kind == SyntaxKind.Plain && node.To == node.Offset);

        public static Follow Of(TokenList list, TokenStore tokens) =>
            list.IsEmpty ? Of(null) : new(tokens[list.First].Offset, null, tokens[list.First].Kind, false);

        public bool IsApart => Offset < 0 || Token is TokenKind.Space or TokenKind.NewLine or TokenKind.Comma || IsEmptyScalar;

        public bool IsFlow => Node is SyntaxKind.FlowMap or SyntaxKind.FlowList;

        public bool IsBlock => Node is SyntaxKind.BlockMap or SyntaxKind.BlockList;
    }

    /// <summary>What the tokens before a node say. Each is the index of its token, -1 without one.</summary>
    private struct Props()
    {
        public int Comma = -1;
        public int Found = -1;
        public int Anchor = -1;
        public int Tag = -1;
        public int NewLineAfterProp = -1;
        public bool HasNewLine;
        public bool HasComment;

        /// <summary>Offset of the first anchor or tag, or the end.</summary>
        public int Start = -1;
        public int End;

        public readonly bool Any => Anchor >= 0 || Tag >= 0;
    }

    private Props Resolve(TokenList list, Slot slot, Follow next)
    {
        var props = new Props { End = slot.Offset };
        var (atNewLine, hasSpace, mustBeApart, tab) = (slot.OnNewLine, slot.OnNewLine, false, -1);
        for (var at = list.First; at >= 0; at = tokens[at].Next)
        {
            var (kind, offset, end) = (tokens[at].Kind, tokens[at].Offset, tokens[at].End);
            if (mustBeApart && kind is not (TokenKind.Space or TokenKind.NewLine or TokenKind.Comma))
                FailApart(offset);
            mustBeApart = false;
            if (tab >= 0 && atNewLine && kind is not (TokenKind.Comment or TokenKind.NewLine))
                FailTab(tab);
            tab = -1;
            props.End = end;
            switch (kind)
            {
                case TokenKind.Space:
                    var mayHaveTabs = slot.IsFlow || (slot.Indicator == TokenKind.DocumentStart && next.IsFlow);
                    if (!mayHaveTabs && text.AsSpan(offset, end - offset).Contains('\t'))
                        tab = at;
                    hasSpace = true;
                    continue;
                case TokenKind.Comment:
                    if (!hasSpace)
                        FailComment(offset);
                    props.HasComment = true;
                    atNewLine = false;
                    continue;
                case TokenKind.NewLine:
                    (atNewLine, hasSpace, props.HasNewLine) = (true, true, true);
                    if (props.Any)
                        props.NewLineAfterProp = at;
                    continue;
                case TokenKind.Anchor or TokenKind.Tag:
                    Property(ref props, at);
                    atNewLine = false;
                    mustBeApart = true;
                    break;
                case TokenKind.Comma when slot.IsFlow:
                    if (props.Comma >= 0)
                        Fail(offset, "A comma with nothing before it.", "Remove it.");
                    props.Comma = at;
                    atNewLine = false;
                    break;
                default:
                    atNewLine = Indicator(ref props, slot, at);
                    break;
            }
            hasSpace = false;
        }
        if (mustBeApart && !next.IsApart)
            FailApart(next.Offset);
        if (tab >= 0 && ((atNewLine && tokens[tab].Indent <= slot.ParentIndent) || next.IsBlock))
            FailTab(tab);
        if (props.Start < 0)
            props.Start = props.End;
        return props;
    }

    private void Property(ref Props props, int at)
    {
        var isAnchor = tokens[at].Kind == TokenKind.Anchor;
        if ((isAnchor ? props.Anchor : props.Tag) >= 0)
            Fail(tokens[at].Offset, isAnchor ? "A node can have one anchor." : "A node can have one tag.");
        if (isAnchor)
            props.Anchor = at;
        else
            props.Tag = at;
        if (!isAnchor && firstTag < 0)
            firstTag = tokens[at].Offset;
        if (props.Start < 0)
            props.Start = tokens[at].Offset;
    }

    /// <returns>Whether what follows counts as on a line of its own.</returns>
    private bool Indicator(ref Props props, Slot slot, int at)
    {
        var (kind, offset, end) = (tokens[at].Kind, tokens[at].Offset, tokens[at].End);
        if (kind != slot.Indicator)
        {
            Fail(
                offset,
                kind switch
                {
                    TokenKind.Dash when slot.IsFlow => "A list with dashes cannot stand in brackets.",
                    TokenKind.QuestionMark when slot.IsFlow => "\"?\" must stand before everything else of its item.",
                    _ => Unexpected(offset),
                },
                kind == TokenKind.Dash && slot.IsFlow ? "Write the items with commas, or put the dash in quotes." : null
            );
            return false;
        }
        if (props.Any)
            Fail(props.Start, $"An anchor or tag must stand after the \"{text[offset..end]}\".");
        if (props.Found >= 0)
            Fail(offset, $"A second \"{text[offset..end]}\" before a value.", "Put the value in quotes.");
        props.Found = at;
        return kind is TokenKind.Dash or TokenKind.QuestionMark;
    }

    private void FailApart(int at) => Fail(at, "A blank must follow an anchor or a tag.");

    private void FailComment(int at) => Fail(at, "A comment must have a blank before it.", "Put a space before #, or the text in quotes.");

    /// <summary>What stands behind a node: only blanks, line breaks and comments may.</summary>
    /// <param name="from">Where the node ends.</param>
    /// <param name="mustBeApart">A comment needs a blank before it.</param>
    /// <returns>Is there a comment?</returns>
    private bool ResolveEnd(TokenList list, int from, bool mustBeApart, string? message)
    {
        nodeEnd = from;
        var hasSpace = false;
        for (var at = list.First; at >= 0; at = tokens[at].Next)
        {
            nodeEnd = tokens[at].End;
            if (tokens[at].Kind is TokenKind.Space or TokenKind.NewLine)
                hasSpace = true;
            else if (tokens[at].Kind == TokenKind.Comment)
            {
                if (mustBeApart && !hasSpace)
                    FailComment(tokens[at].Offset);
            }
            else
                Fail(tokens[at].Offset, message ?? Unexpected(tokens[at].Offset));
        }
        return list.Has(TokenKind.Comment);
    }

    /// <summary>A node of nothing but its anchor and tag.</summary>
    /// <param name="at">Behind the tokens before it.</param>
    private YamlNode EmptyNode(int at, TokenList before, Props props)
    {
        var place = PlaceOfNothing(at, before);
        var node = Scalar(place, place, "", ScalarStyle.Plain, props);
        if (props.HasComment)
            Remark(node);
        nodeEnd = props.HasComment ? props.End : place;
        return Anchored(node, props);
    }

    /// <summary>An empty node stands directly behind what came last, and blanks on the same line.</summary>
    private int PlaceOfNothing(int at, TokenList before)
    {
        var (blanks, onLine, isOnLine, any) = (0, 0, false, false);
        for (var token = before.First; token >= 0; token = tokens[token].Next)
        {
            var length = tokens[token].End - tokens[token].Offset;
            switch (tokens[token].Kind)
            {
                case TokenKind.Space:
                    blanks += length;
                    onLine += isOnLine ? length : 0;
                    break;
                case TokenKind.Comment or TokenKind.NewLine:
                    blanks += length;
                    isOnLine = false;
                    break;
                default:
                    (blanks, onLine, isOnLine, any) = (0, 0, true, true);
                    break;
            }
        }
        return at - blanks + (any ? onLine : 0);
    }

    private static void Remark(YamlNode node)
    {
        if (node is YamlScalar scalar)
            scalar.IsRemarked = true;
    }

    private YamlNode Anchored(YamlNode node, Props props)
    {
        if (props.Anchor < 0)
            return node;
        var token = tokens[props.Anchor];
        if (token.End - token.Offset == 1)
            Fail(token.Offset, "An anchor must have a name.", "Put the text in quotes if it begins with &.");
        anchors[node] = text[(token.Offset + 1)..token.End];
        return node;
    }
}
