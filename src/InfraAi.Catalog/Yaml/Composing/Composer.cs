using InfraAi.Catalog.Fixing;

namespace InfraAi.Catalog.Yaml;

/// <summary>Makes nodes of syntax, and refuses what has no meaning.</summary>
/// <remarks>
/// The first fault of syntax ends the composing of its document; what was composed before it stays. Keys that are there twice are collected.
/// Which syntax is a fault is as in the npm package yaml 2.9.1 (its composer), place and words are our own.
/// </remarks>
internal sealed partial class Composer(string text, TokenStore tokens, bool recovers)
{
    /// <summary>Keys that are there twice are collected up to this many.</summary>
    private const int MaxErrors = 1000;

    private readonly Directives directives = new();

    /// <summary>Faults of the document to come, or of the last one when none comes.</summary>
    private List<YamlError> errors = [];

    /// <summary>A directive was read since the last document.</summary>
    private bool atDirectives;

    /// <summary>There was a fault of syntax in this document.</summary>
    private bool broken;
    private TagTable tags = null!;
    private bool isYaml11;

    /// <summary>Outside of every map and list.</summary>
    private bool atRoot;

    /// <summary>Composing the key of a map.</summary>
    private bool atKey;

    /// <summary>Offset behind the node composed last and what stands after it on its line.</summary>
    private int nodeEnd;

    private (int Offset, int Limit)? tooDeep;

    /// <summary>Offset of the document's first tag; -1 without one.</summary>
    private int firstTag;

    public string Text => text;

    /// <summary>Read once more, to find the documents behind a quote that nothing closes: it ends where a quote that is cut off does.</summary>
    public bool Recovers => recovers;

    /// <summary>The documents in the order of the text, empty ones too: their place is their number.</summary>
    public List<YamlDocument> Documents { get; } = [];

    /// <summary>The first quote that nothing closes (of this document, when <see cref="Recovers"/>); -1 without one.</summary>
    public int OpenQuote { get; set; } = -1;

    public void Directive(int offset, int end)
    {
        if (directives.Add(text[offset..end]) is { } fault)
            errors.Add(new YamlError(offset, Rules.YamlSyntax, fault));
        atDirectives = true;
    }

    /// <summary>A token that can stand nowhere where it stands.</summary>
    public void Refuse(TokenKind kind, int offset) =>
        RefuseBefore(
            kind is TokenKind.BracketClose or TokenKind.BraceClose
                ? new YamlError(offset, Rules.YamlSyntax, $"The bracket {text[offset]} closes nothing.", "Remove it.")
                : new YamlError(offset, Rules.YamlSyntax, Unexpected(offset))
        );

    public void RefuseDepth(int offset, int limit) => tooDeep ??= (offset, limit);

    /// <summary>A finished piece of the stream.</summary>
    /// <param name="at">Where the next one begins.</param>
    /// <param name="behind">Behind the token that ended it.</param>
    public void Take(SyntaxNode node, int at, int behind)
    {
        switch (node)
        {
            case SyntaxDocument document:
                Add(document, at);
                break;
            case { Kind: SyntaxKind.DocumentEnd } when Documents.Count == 0:
                errors.Add(new YamlError(node.Offset, Rules.YamlSyntax, "The end marker \"...\" has no document before it.", "Remove it."));
                break;
            case { Kind: SyntaxKind.DocumentEnd }:
                broken = false;
                ResolveEnd(node.End, node.To, mustBeApart: true, "Only a comment may follow the end marker \"...\" on its line.");
                LayToLast();
                Documents[^1] = Documents[^1] with { End = Math.Max(behind, nodeEnd) };
                break;
            default:
                RefuseBefore(new YamlError(node.Offset, Rules.YamlSyntax, Unexpected(node.Offset)));
                break;
        }
    }

    /// <summary>The stream is over.</summary>
    public void Finish(int at)
    {
        LayToLast();
        if (Documents.Count > 0)
            Documents[^1] = Documents[^1] with { End = at };
    }

    /// <summary>A fault between documents belongs to the one before it, unless directives begin the next one.</summary>
    private void RefuseBefore(YamlError error)
    {
        errors.Add(error);
        if (!atDirectives)
            LayToLast();
    }

    private void LayToLast()
    {
        if (Documents.Count == 0 || errors.Count == 0)
            return;
        Documents[^1] = Documents[^1] with { Errors = [.. Documents[^1].Errors, .. errors], IsBroken = true };
        errors = [];
    }

    private void Add(SyntaxDocument document, int end)
    {
        (tags, isYaml11) = directives.ForDocument();
        (atRoot, atKey, usesAliases, merges, firstTag) = (true, false, false, false, -1);
        opaque.Clear();
        anchors.Clear();
        broken = errors.Count > 0;
        var root = tooDeep is null ? Root(document) : Empty(document.Offset);
        if (tooDeep is { } deep)
            Fail(deep.Offset, $"Maps and lists are nested more than {deep.Limit} deep.");
        if (atDirectives && !document.Start.Has(TokenKind.DocumentStart))
            Fail(document.Offset, "After a directive the document must begin with \"---\".", "Write --- on a line of its own before it.");
        if (recovers && OpenQuote >= document.Offset)
        {
            FailQuote(OpenQuote);
            OpenQuote = -1;
        }
        if (errors.Count == 0 && Finished(root) is { } fault)
            errors.Add(fault);
        Documents.Add(
            new YamlDocument(root, errors, broken)
            {
                Start = document.Offset,
                End = end,
                FirstTag = firstTag,
            }
        );
        errors = [];
        atDirectives = false;
        tooDeep = null;
    }

    private YamlNode Root(SyntaxDocument document)
    {
        var props = Resolve(
            document.Start,
            new Slot(TokenKind.DocumentStart, document.Offset, 0, IsFlow: false, OnNewLine: true),
            document.Value is null ? Follow.Of(document.End, tokens) : Follow.Of(document.Value)
        );
        if (props.Found >= 0 && document.Value is { IsBlock: true } block && !props.HasNewLine)
            Fail(FirstContent(block), "A map or list cannot begin on the line of \"---\".", "Put it on the next line.");
        var root =
            broken ? Empty(props.End)
            : document.Value is { } value ? Node(value, props)
            : EmptyNode(props.End, document.Start, props);
        if (!broken)
            ResolveEnd(document.End, nodeEnd, mustBeApart: false, null);
        return root;
    }

    /// <summary>Where a map or list begins: its first key, its first dash.</summary>
    private static int FirstContent(SyntaxNode block) =>
        block is SyntaxCollection { Last: not null, Items: [{ Key: { } key }, ..] } ? key.Offset : block.Offset;

    /// <summary>The first fault of syntax: nothing of the document is composed after it.</summary>
    private void Fail(int at, string message, string? fix = null, Repair? repair = null)
    {
        if (!broken && template >= 0 && at > template)
            (at, message, fix, repair) = (template, TemplateBlock, TemplateBlockFix, null);
        if (!broken)
            errors.Add(new YamlError(at, Rules.YamlSyntax, message, fix, repair));
        broken = true;
    }

    private void FailTab(int token)
    {
        var tab = text.IndexOf('\t', tokens[token].Offset);
        Fail(tab, "A tab cannot indent YAML.", "Indent with spaces.", SyntaxRepairs.SpacesForTabs(tab));
    }

    private string Unexpected(int at)
    {
        var lineBreak = text.IndexOf('\n', at);
        return $"Unexpected after the value: {Words.Cut(Words.OneLine(text[at..(lineBreak < 0 ? text.Length : lineBreak)]), 40)}";
    }

    private int LineStart(int at) => at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;

    private static YamlScalar Empty(int at) => new(at, at, "", ScalarType.Null, ScalarStyle.Plain);

    private static YamlScalar Absent(int at) => new(at, at, "", ScalarType.Null, ScalarStyle.Plain) { Special = ScalarSpecial.Absent };
}
