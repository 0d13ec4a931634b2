using InfraAi.Model;
using InfraAi.Model.Texts;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>Services that a command names: "docker compose up -d mysql", "docker compose logs -f auth".</summary>
internal sealed class ServiceCommands(TextDocument document, TechnologyVocabulary vocabulary)
{
    private string Text => document.Text;

    internal List<Mention> Read()
    {
        var found = new List<Mention>();
        foreach (var block in document.Blocks.Where(b => b.Kind == BlockKind.Code))
        {
            document.Check();
            for (var start = block.Start; start < block.End; )
            {
                var end = Text.IndexOf('\n', start);
                end = end < 0 || end > block.End ? block.End : end;
                ReadLine(block, start, end, found);
                start = end + 1;
            }
        }
        return found;
    }

    private void ReadLine(Block block, int start, int end, List<Mention> found)
    {
        var words = Split(start, end);
        if (words.Count < 3)
        {
            return;
        }
        var i = 0;
        if (Is(words[i], "$") || Is(words[i], "sudo"))
        {
            i++;
        }
        var compose = Is(words[i], "docker-compose") || (Is(words[i], "docker") && i + 1 < words.Count && Is(words[i + 1], "compose"));
        i += Is(words[i], "docker") && compose ? 2 : 1;
        while (compose && i + 1 < words.Count && Text[words[i].Start] == '-')
        {
            i += Is(words[i], "-f") || Is(words[i], "-p") || Is(words[i], "--file") || Is(words[i], "--profile") ? 2 : 1;
        }
        if (
            !compose
            || i >= words.Count
            || !(
                Is(words[i], "up")
                || Is(words[i], "logs")
                || Is(words[i], "exec")
                || Is(words[i], "restart")
                || Is(words[i], "start")
                || Is(words[i], "stop")
                || Is(words[i], "run")
            )
        )
        {
            return;
        }
        var one = Is(words[i], "exec") || Is(words[i], "run");
        for (i++; i < words.Count; i++)
        {
            if (Text[words[i].Start] == '-')
            {
                // "-u git": the option's value is no service.
                i +=
                    Is(words[i], "-u")
                    || Is(words[i], "--user")
                    || Is(words[i], "-w")
                    || Is(words[i], "-e")
                    || Is(words[i], "--env")
                    || Is(words[i], "--tail")
                        ? 1
                        : 0;
                continue;
            }
            if (!IsName(words[i]))
            {
                return;
            }
            found.Add(Declare(block, words[i].Start, words[i].End));
            if (one)
            {
                return;
            }
        }
    }

    private List<(int Start, int End)> Split(int start, int end)
    {
        var words = new List<(int, int)>();
        for (var i = start; i < end && words.Count < 20; )
        {
            while (i < end && char.IsWhiteSpace(Text[i]))
            {
                i++;
            }
            var from = i;
            while (i < end && !char.IsWhiteSpace(Text[i]))
            {
                i++;
            }
            if (i > from)
            {
                words.Add((from, i));
            }
        }
        return words;
    }

    private bool Is((int Start, int End) word, string text) => Text.AsSpan(word.Start, word.End - word.Start).SequenceEqual(text);

    private bool IsName((int Start, int End) word)
    {
        for (var i = word.Start; i < word.End; i++)
        {
            if (!char.IsAsciiLetterOrDigit(Text[i]) && Text[i] is not ('-' or '_' or '.'))
            {
                return false;
            }
        }
        return char.IsAsciiLetter(Text[word.Start]) && word.End - word.Start > 1;
    }

    private Mention Declare(Block block, int start, int end)
    {
        var name = Text[start..end];
        Technology? technology = null;
        foreach (var piece in (string[])[name, .. name.Split('-', '_')])
        {
            technology ??= vocabulary.Find(piece) is { Use: not TechnologyUse.Never } found ? found : null;
        }
        return new Mention
        {
            Kind = MentionKind.Declared,
            First = block.FirstToken,
            Last = block.FirstToken,
            Start = start,
            End = end,
            Name = name,
            ComponentKind = technology?.Kind ?? ComponentKind.Service,
            Technology = technology is { IsProduct: true } ? technology : null,
            Head = technology is { IsProduct: true } ? null : technology,
            Block = block,
        };
    }
}
