using InfraAi.Model;

namespace InfraAi.Catalog.Tests;

/// <summary>Architectures that the tests share.</summary>
internal static class Shops
{
    /// <summary>A small shop in Spanish with one of each thing that the generator treats apart.</summary>
    public static Architecture Tienda { get; } =
        new()
        {
            Name = "tienda",
            Title = "Tienda en línea",
            Description = "Vende libros por internet.",
            Language = "es",
            Analyzer = "offline",
            Components =
            [
                Part("cliente", "Cliente", ComponentKind.Person),
                Part("web", "Tienda web", ComponentKind.Website, "React"),
                Part("api", "API de pedidos", ComponentKind.Api),
                Part("pedidos", "Servicio de pedidos", ComponentKind.Service, ".NET", owner: "Equipo de pedidos"),
                Part("base", "Base de pedidos", ComponentKind.Database, "PostgreSQL"),
                Part("cola", "Cola de eventos", ComponentKind.Queue, "RabbitMQ"),
                Part("avisos", "Función de avisos", ComponentKind.Function, "AWS Lambda"),
                Part("pagos", "Stripe", ComponentKind.External, "Stripe"),
            ],
            Relations =
            [
                Link("cliente", "web", RelationKind.Uses),
                Link("web", "api", RelationKind.Calls),
                Link("pedidos", "base", RelationKind.Writes, "guarda en"),
                Link("pedidos", "cola", RelationKind.Publishes),
                Link("cola", "avisos", RelationKind.Triggers),
                Link("pedidos", "pagos", RelationKind.Calls),
            ],
            Questions = ["¿Qué versión de PostgreSQL?"],
        };

    public static Component Part(string id, string name, ComponentKind kind, string? technology = null, string? owner = null) =>
        new()
        {
            Id = id,
            Name = name,
            Kind = kind,
            Technology = technology,
            Owner = owner,
            Evidence = [new TextEvidence(0, name.Length, name)],
        };

    public static Relation Link(string from, string to, RelationKind kind, string? label = null) =>
        new()
        {
            From = from,
            To = to,
            Kind = kind,
            Label = label,
        };

    public static Architecture Of(params Component[] components) =>
        new()
        {
            Name = "shop",
            Title = "Shop",
            Language = "en",
            Analyzer = "offline",
            Components = components,
        };
}
