using InfraAi.Model;

namespace InfraAi.Catalog;

/// <summary>What will happen to an entity when the files are published.</summary>
public enum PlanAction
{
    Appears,
    Changes,
    Stays,

    /// <summary>The backend will not take it: it is not valid, its kind is not let in, or its whole file is refused for another entity's fault.</summary>
    Refused,

    /// <summary>Another location or another document has the same reference.</summary>
    Collides,

    /// <summary>It is in the catalog from one of these files, and no longer in the file.</summary>
    Orphaned,
}

/// <summary>One line of a plan.</summary>
/// <param name="Ref">Null for a document that cannot be read so far.</param>
/// <param name="File">Null for what is in the catalog only.</param>
/// <param name="Line">Of the fault, or of the document; 0 without a file.</param>
/// <param name="Reason">Why, for people: the rule and where it stands, or the fields that change.</param>
/// <param name="Fix">What would make it good; null when nothing is wrong.</param>
public sealed record PlanItem(PlanAction Action, string? Ref, string? File, int Document, int Line, string Reason, string? Fix);

/// <summary>Says before publishing what the catalog will do with a set of files.</summary>
public static class CatalogPlan
{
    /// <param name="context">Rules and, when known, the live catalog. Without an export everything valid "appears".</param>
    /// <returns>In the order of the files, orphans last.</returns>
    public static IReadOnlyList<PlanItem> Make(IEnumerable<ProjectFile> files, CatalogContext context)
    {
        IReadOnlyList<ProjectFile> all = [.. files];
        List<Examined> documents = [.. all.SelectMany(file => CatalogValidator.Examine(file.Path, file.Content, context))];
        // A kind that nobody's list has is refused too: without an app-config every kind that a processor knows is on the list.
        var verdicts = new SetCheck(documents, context with { Rules = context.Rules ?? CatalogRules.EveryKind }).Run();
        var faults = new LocationFaults(verdicts, documents, context.Exists);
        var origins = new Origins(documents, context);
        var own = new OwnLocations(documents, context);
        var items = verdicts
            .Zip(documents, (verdict, document) => Item(verdict, document, context, origins, own, faults.Of(document)))
            .ToList();
        items.AddRange(Orphans(all.Where(file => !faults.Stops(file.Path)), verdicts, context, own));
        return items;
    }

    /// <summary>Would anything be refused or lost?</summary>
    public static bool IsSafe(IEnumerable<PlanItem> plan) =>
        !plan.Any(item => item.Action is PlanAction.Refused or PlanAction.Collides or PlanAction.Orphaned);

    private static PlanItem Item(
        DocumentVerdict verdict,
        Examined document,
        CatalogContext context,
        Origins origins,
        OwnLocations own,
        LocationFault? stopped
    )
    {
        var errors = verdict.Problems.Where(problem => problem.Severity == Severity.Error).ToList();
        if (errors.Find(problem => problem.Rule != Rules.Collision) is { } fault)
        {
            var more = errors.Count > 1 ? $" (and {errors.Count - 1} more)" : "";
            return Of(PlanAction.Refused, fault.Line, $"{fault.Rule}: {fault.Message}{more}", fault.Fix);
        }
        if (stopped is { Problem: var reason })
            return Of(
                PlanAction.Refused,
                document.Root is { } start ? document.Lines.At(start.Start).Line : 1,
                $"{Rules.FileRefused}: nothing of this file is taken while {stopped.File}:{reason.Line} stands ({reason.Rule}: {reason.Message})",
                reason.Fix ?? "Repair that document, or move it to a file of its own."
            );
        if (
            NearbyFiles
                .Texts(document.Root)
                .FirstOrDefault(node => context.Exists?.Invoke(NearbyFiles.Beside(verdict.File, node.String!)) == false) is
            { } absent
        )
        {
            var missing = LocationFaults.Missing(document, absent, NearbyFiles.Beside(verdict.File, absent.String!));
            return Of(PlanAction.Refused, missing.Line, $"{missing.Rule}: {missing.Message}", missing.Fix);
        }
        if (origins.Of(verdict.File)?.Type == "file" && NearbyFiles.Texts(document.Root).FirstOrDefault() is { } text)
            return Of(
                PlanAction.Refused,
                document.Lines.At(text.Start).Line,
                $"{Rules.TargetMissing}: a location of type file cannot read {text.String}, only one of type url can",
                "Write the text in place, or register the file by the URL of its repository."
            );
        if (errors.Count > 0)
            return Of(PlanAction.Collides, errors[0].Line, errors[0].Message, errors[0].Fix);
        var line = document.Root is { } root ? document.Lines.At(root.Start).Line : 1;
        if (context.Export?.Find(verdict.Ref!) is not { } live)
            return Of(
                PlanAction.Appears,
                line,
                context.Export is null ? "The entity is valid and let in." : "It is not in the catalog yet.",
                null
            );
        var changed = EntityJson.Differences(EntityJson.From(document.Root!), live.Entity);
        if (live.Location is not null && !own.IsOf(live.Location, verdict.File))
            return Of(
                PlanAction.Changes,
                line,
                $"Moves here from {own.Within(live.Location)}: the catalog drops it there first, and has it again after its next round"
                    + (changed.Count == 0 ? "." : ". Changes: " + string.Join(", ", changed)),
                null
            );
        return changed.Count == 0
            ? Of(PlanAction.Stays, line, "The catalog has it as it is.", null)
            : Of(PlanAction.Changes, line, "Changes: " + string.Join(", ", changed), null);

        PlanItem Of(PlanAction action, int at, string reason, string? fix) =>
            new(action, verdict.Ref, verdict.File, verdict.Document, at, reason, fix);
    }

    private static IEnumerable<PlanItem> Orphans(
        IEnumerable<ProjectFile> read,
        IReadOnlyList<DocumentVerdict> verdicts,
        CatalogContext context,
        OwnLocations own
    )
    {
        if (context.Export is not { } export)
            yield break;
        var paths = read.Select(file => own.PathOf(file.Path)).ToHashSet(StringComparer.Ordinal);
        var kept = verdicts.Where(verdict => verdict.Ref is not null).Select(verdict => verdict.Ref!).ToHashSet(StringComparer.Ordinal);
        foreach (var live in export.Entities.OrderBy(entity => entity.Ref, StringComparer.Ordinal))
            if (!kept.Contains(live.Ref) && own.Within(live.Location) is { } path && paths.Contains(path))
                yield return new PlanItem(
                    PlanAction.Orphaned,
                    live.Ref,
                    null,
                    0,
                    0,
                    $"The catalog has it from {live.Location}, and the file has it no longer: it will be deleted.",
                    "Keep it in the file if it is still there."
                );
    }
}
