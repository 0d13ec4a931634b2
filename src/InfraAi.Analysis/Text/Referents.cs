using InfraAi.Model;
using InfraAi.Model.Vocabulary;

namespace InfraAi.Analysis.Text;

/// <summary>Finds what "the queue" or "dicha base de datos" speaks of: the part of that sort which was named last before it, or else the first after.</summary>
internal sealed class Referents
{
    private readonly Dictionary<object, List<(int At, Part Part)>> places = [];

    internal Referents(List<Part> parts)
    {
        foreach (var part in parts)
        {
            foreach (var mention in part.Mentions)
            {
                Add(part.Kind, mention, part);
                if ((part.Technology?.Category ?? part.Mentions[0].Head?.Category) is { } category)
                {
                    Add(category, mention, part);
                }
                if (mention.Head is { } head)
                {
                    if (part.Named)
                    {
                        Add(head, mention, part);
                    }
                    if (IsRole(head.Category))
                    {
                        Add(head.Category, mention, part);
                    }
                }
            }
        }
        foreach (var list in places.Values)
        {
            list.Sort((a, b) => a.At.CompareTo(b.At));
        }
    }

    internal Part? Of(Mention mention)
    {
        var head = mention.Head!;
        // "the service", "the application" say too little: only a part with that very noun in its name.
        object sort =
            IsWeak(head.Category) ? head
            : head.Use == TechnologyUse.Common || IsRole(head.Category) ? head.Category
            : mention.ComponentKind;
        return places.TryGetValue(head, out var own) && (!IsWeak(head.Category) || own[0].At <= mention.First) ? Nearest(own, mention.First)
            : IsWeak(head.Category) ? null
            : places.TryGetValue(sort, out var list) ? Nearest(list, mention.First)
            : mention.ComponentKind == ComponentKind.Api && places.TryGetValue(ComponentKind.Gateway, out var gateways)
                ? Nearest(gateways, mention.First)
            : null;
    }

    internal static bool IsWeak(string category) =>
        category
            is "service"
                or "web-server"
                or "application-server"
                or "server"
                or "device"
                or "storage"
                or "dashboard"
                or "cluster"
                or "system";

    /// <summary>A back end is another service than the others.</summary>
    internal static bool IsRole(string category) =>
        category is "back-end" or "front-end" or "web-app" or "mobile-app" or "worker" or "static-site";

    /// <summary>True when some part has that noun.</summary>
    internal bool HasCategory(string category) => places.ContainsKey(category);

    /// <summary>True when some part is of the kind.</summary>
    internal bool HasKind(ComponentKind kind) =>
        places.ContainsKey(kind) || (kind == ComponentKind.Api && places.ContainsKey(ComponentKind.Gateway));

    /// <summary>Makes a new part known.</summary>
    internal void Add(Part part)
    {
        Add(part.Kind, part.Mentions[0], part);
        if (part.Mentions[0].Head is { } head)
        {
            Add(head.Category, part.Mentions[0], part);
        }
    }

    private void Add(object sort, Mention mention, Part part)
    {
        if (!places.TryGetValue(sort, out var list))
        {
            places.Add(sort, list = []);
        }
        list.Add((mention.First, part));
    }

    internal static Part Nearest(List<(int At, Part Part)> list, int at)
    {
        var (low, high) = (0, list.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (list[middle].At <= at)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }
        return list[Math.Max(0, low - 1)].Part;
    }
}
