using Spectre.Console;

namespace InfraAi.Cli;

/// <summary>Tables as every verb draws them.</summary>
internal static class Tables
{
    /// <summary>Below this many columns the border's room is better used by what stands in it.</summary>
    private const int RoomForBorder = 90;

    /// <param name="columns">Their headings; no cell is broken over lines.</param>
    public static Table New(CommandContext context, params IReadOnlyList<string> columns)
    {
        var table = new Table().BorderColor(Color.Grey);
        table.Border(context.Terminal.OutWidth < RoomForBorder ? TableBorder.None : TableBorder.Rounded);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column).NoWrap());
        }

        return table;
    }
}
