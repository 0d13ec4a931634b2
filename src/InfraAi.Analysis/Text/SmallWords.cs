namespace InfraAi.Analysis.Text;

/// <summary>Closed word classes of both languages, folded.</summary>
internal static class SmallWords
{
    /// <summary>Words that end a noun phrase on either side.</summary>
    internal static readonly HashSet<string> Stops = new(
        """
        a an the this that these those and or but nor of to in on at by for from with into onto over via through using as is are
        was were be been being has have had do does did can could will would should may might must not no it its their our your
        my his her we you they he she i who which what when where while if then than so because after before between within
        without against about across along also both either each every any all some one two three four five several many
        multiple more most other another same such only just directly there here up out per like including include includes
        instead rather how why whether until once us el la los las un una unos unas lo este esta estos estas ese esa esos esas
        dicho dicha dichos dichas y e o u pero ni de del al en con por para desde hasta hacia sobre entre sin segun mediante
        como es son fue era ser sera estan ha han hay se su sus nuestro nuestra nuestros nuestras mi tu que quien cual cuales
        cuando donde mientras si ya tambien cada todo toda todos todas algun alguna otro otra otros otras mismo misma mas menos
        muy solo tras ante bajo dos tres cuatro cinco varios varias luego despues antes puede pueden debe deben tiene tienen le
        les nos asi cuyo cuya ambos ambas
        """.Split((char[])[' ', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal
    );

    /// <summary>Words before or after a noun that give it no name: "new", "same", "managed", "existente".</summary>
    internal static readonly HashSet<string> Weak = new(
        """
        new existing single simple different specific separate dedicated managed fully serverless cloud based hosted native
        modern first second third next last previous following main primary secondary external internal public private global
        local remote regional shared common custom standard default basic advanced legacy traditional enterprise scalable secure
        reliable distributed centralized central individual additional extra various certain given target source destination
        associated related connected corresponding appropriate relevant available required necessary own large small big fast
        high low real time full complete entire whole sample example typical such underlying containerized client server side
        end back front production development staging test testing on-premises premises azure aws amazon google microsoft gcp
        online web software hardware digital physical virtual key core event driven open free popular powerful running healthy
        downstream upstream third-party party non multi cross current original proper right dynamic static active passive
        automated automatic relational nosql sql transactional backend frontend business critical world class state art tier
        layer level type kind nuevo nueva nuevos nuevas existente existentes unico unica diferente diferentes distintos
        distintas dedicado dedicada administrado administrada administrados administradas gestionado gestionada completamente
        totalmente principal secundario secundaria externo externa externos externas interno interna internos internas publico
        publica privado privada locales compartido compartida propio propia comun estandar basico basica escalable seguro segura
        distribuido distribuida centralizado adicional adicionales correspondiente adecuado adecuada disponible disponibles
        necesario necesarios siguiente siguientes primer primera segundo segunda ultimo ultima anterior pequeno gran grande
        grandes virtuales nube linea relacional relacionales produccion desarrollo pruebas ejemplo tipo alta alto baja nivel
        capa codigo abierto terceros origen destino
        """.Split((char[])[' ', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal
    );
}
