using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using InfraAi.Analysis;
using InfraAi.Analysis.Models.Pictures;
using InfraAi.Models.Tests.StandIn;
using InfraAi.Tests;

namespace InfraAi.Models.Tests;

/// <summary>Pictures: looked at by content, made ready, and boxes in pixels of the upright picture.</summary>
public sealed class PictureTests
{
    [Fact]
    public async Task A_picture_becomes_a_catalog_with_boxes_and_can_be_had_again()
    {
        using var folder = new TemporaryFolder();
        await using var model = await StandInModel.StartAsync();
        model.Always = new Answer { Title = "Drawn shop" }
            .Part("Web", "Web", "website", box: [100, 50, 300, 250])
            .Part("Orders", "Orders DB", "database", "PostgreSQL", box: [500, 500, 1000, 1000])
            .Part("Ghost", "Ghost", "cache", box: [300, 300, 200, 200])
            .Part("Nowhere", "Nowhere")
            .Link("Web", "Orders", null, "writes", box: [200, 250, 500, 600])
            .Link("Orders", "Web", null, "reads");
        await using var agent = await ModelAgent.StartAsync(folder.Path, model);
        var png = Png(400, 200);

        var (status, body) = await SendAsync(agent, png, "dibujo.jpeg");

        status.ShouldBe(HttpStatusCode.OK, body.ToString());
        body.GetProperty("components").EnumerateArray().Select(c => c.GetProperty("name").GetString()).ShouldBe(["Web", "Orders"]);
        var box = body.GetProperty("components")[0].GetProperty("evidence")[0];
        box.GetProperty("kind").GetString().ShouldBe("box");
        (box.GetProperty("x").GetInt32(), box.GetProperty("y").GetInt32()).ShouldBe((20, 20));
        (box.GetProperty("width").GetInt32(), box.GetProperty("height").GetInt32()).ShouldBe((80, 40));
        body.GetProperty("relations").GetArrayLength().ShouldBe(1);
        body.GetProperty("rejected").EnumerateArray().Select(r => r.GetProperty("code").GetString()).ShouldAllBe(c => c == "box-not-valid");
        body.GetProperty("rejected").GetArrayLength().ShouldBe(3);
        var sent = model.Seen[0].Json.GetProperty("contents")[0].GetProperty("parts")[0].GetProperty("inlineData");
        sent.GetProperty("mimeType").GetString().ShouldBe("image/png", "by content, not by name");
        var id = body.GetProperty("analysis_id").GetString();
        (await agent.Http.GetByteArrayAsync($"/api/analyses/{id}/picture", TestContext.Current.CancellationToken)).ShouldBe(png);
        var (_, whole) = await agent.GetAsync($"/api/analyses/{id}");
        whole.GetProperty("input").GetProperty("kind").GetString().ShouldBe("image");
    }

    [Fact]
    public async Task A_lying_WebP_is_sent_upright_because_browsers_do_not_turn_it()
    {
        using var folder = new TemporaryFolder();
        await using var model = await StandInModel.StartAsync();
        model.Always = new Answer { Title = "Drawn shop" }.Part("Web", "Web", "website", box: [0, 0, 1000, 1000]);
        await using var agent = await ModelAgent.StartAsync(folder.Path, model);
        var (status, body) = await SendAsync(agent, WebP(48, 32, orientation: 6), "a.webp");
        status.ShouldBe(HttpStatusCode.OK, body.ToString());

        using var answer = await agent.Http.GetAsync(
            $"/api/analyses/{body.GetProperty("analysis_id").GetString()}/picture",
            TestContext.Current.CancellationToken
        );

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        var shown = PictureFile.Read(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), "a").Value;
        (shown.Width, shown.Height, shown.Orientation).ShouldBe((32, 48, 1));
        var box = body.GetProperty("components")[0].GetProperty("evidence")[0];
        (box.GetProperty("width").GetInt32(), box.GetProperty("height").GetInt32()).ShouldBe((32, 48));
    }

    /// <summary>A picture of one colour (RFC 9649): every prefix code has one symbol, so its pixels take no bits at all.</summary>
    private static byte[] WebP(int width, int height, byte orientation)
    {
        var bits = new List<bool>();
        void Put(int value, int count) => bits.AddRange(Enumerable.Range(0, count).Select(i => ((value >> i) & 1) == 1));
        Put(0x2F, 8);
        Put(width - 1, 14);
        Put(height - 1, 14);
        // No alpha, version 0; no transforms, no colour cache, no meta prefix codes.
        Put(0, 7);
        foreach (var symbol in (ReadOnlySpan<int>)[160, 90, 40, 255])
        {
            Put(0b101, 3);
            Put(symbol, 8);
        }

        Put(0b0001, 4);
        var pixels = bits.Chunk(8).Select(eight => (byte)eight.Select((bit, i) => bit ? 1 << i : 0).Sum()).ToArray();
        byte[] exif = [.. "MM\0*\0\0\0\u0008\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0"u8, orientation, 0, 0, 0, 0, 0, 0];
        byte[] size = [8, 0, 0, 0, (byte)(width - 1), 0, 0, (byte)(height - 1), 0, 0];
        byte[] body = [.. "WEBP"u8, .. Piece("VP8X", size), .. Piece("VP8L", pixels), .. Piece("EXIF", exif)];
        return Piece("RIFF", body);

        static byte[] Piece(string type, byte[] data) =>
            [.. Encoding.ASCII.GetBytes(type), .. BitConverter.GetBytes(data.Length), .. data, .. new byte[data.Length % 2]];
    }

    [Theory]
    [InlineData("neither picture nor text", "not-text", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("png head only", "picture-broken", HttpStatusCode.UnprocessableEntity)]
    [InlineData("too small", "picture-too-small", HttpStatusCode.UnprocessableEntity)]
    [InlineData("bomb", "picture-too-large", HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("16 MB", "body-too-large", HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("no file", "file-missing", HttpStatusCode.BadRequest)]
    public async Task What_is_no_picture_is_refused_before_anybody_is_asked(string what, string code, HttpStatusCode wanted)
    {
        using var folder = new TemporaryFolder();
        await using var model = await StandInModel.StartAsync();
        await using var agent = await ModelAgent.StartAsync(folder.Path, model);
        var bytes = what switch
        {
            "neither picture nor text" => new byte[64],
            "png head only" => Png(100, 100)[..20],
            "too small" => Png(4, 4),
            "bomb" => Bomb(),
            "16 MB" => new byte[(15 * 1024 * 1024) + 1],
            _ => null,
        };

        var (status, body) = bytes is null
            ? await agent.SendAsync(HttpMethod.Post, "/process-image", new FormUrlEncodedContent([]))
            : await SendAsync(agent, bytes, "a.png");

        body.GetProperty("code").GetString().ShouldBe(code);
        status.ShouldBe(wanted);
        model.Count.ShouldBe(0);
    }

    [Fact]
    public async Task The_offline_reader_sees_no_pictures_not_even_as_a_fallback()
    {
        using var folder = new TemporaryFolder();
        await using var model = await StandInModel.StartAsync();
        model.Always = Reply.DailyQuota;
        await using var agent = await ModelAgent.StartAsync(folder.Path, model, null, ("ANALYSIS_FALLBACK", "offline"));

        (await SendAsync(agent, Png(100, 100), "a.png")).Body.GetProperty("code").GetString().ShouldBe("model-quota-exhausted");
    }

    [Fact]
    public void What_a_file_tells_beside_its_picture_is_left_out()
    {
        var picture = PictureFile.Read(Png(64, 32, ("tEXt", "mxfile\0secret source"u8.ToArray())), "a").Value;
        var jpeg = PictureFile.Read(JpegHead(orientation: 1), "b").Value;

        var png = PicturePreparation.Prepare(picture, new NoTool()).Value;
        var stripped = PicturePreparation.Strip(jpeg);

        png.Notes.ShouldBeEmpty();
        Encoding.Latin1.GetString(png.Bytes.Span).ShouldNotContain("secret");
        PictureFile.Read(png.Bytes, "a").Value.Width.ShouldBe(64);
        Encoding.Latin1.GetString(stripped.Span).ShouldNotContain("Exif");
        PictureFile.Read(stripped, "b").Value.Height.ShouldBe(480);
    }

    [Fact]
    public void A_lying_picture_stands_upright_by_its_exif()
    {
        var picture = PictureFile.Read(JpegHead(orientation: 6), "a").Value;

        (picture.Width, picture.Height).ShouldBe((640, 480));
        (picture.UprightWidth, picture.UprightHeight).ShouldBe((480, 640));
    }

    [Fact]
    public void Without_the_library_a_picture_goes_as_it_is_and_the_answer_says_so()
    {
        var large = PictureFile.Read(Png(4000, 16), "a").Value;

        var ready = PicturePreparation.Prepare(large, new NoTool()).Value;

        ready.Notes.ShouldHaveSingleItem().En.ShouldContain("liblept5");
        PictureFile.Read(ready.Bytes, "a").Value.Width.ShouldBe(4000);
    }

    [Fact]
    public void With_the_library_a_large_picture_is_made_smaller_and_a_lying_one_is_turned()
    {
        Assert.SkipUnless(LeptonicaTool.Shared.IsAvailable, "libleptonica is not installed (apt install liblept5).");
        var large = PictureFile.Read(Png(4000, 1000), "a").Value;
        var lying = PictureFile.Read(Png(200, 100), "b").Value with { Orientation = 6 };

        var smaller = PicturePreparation.Prepare(large, LeptonicaTool.Shared).Value;
        var turned = PicturePreparation.Prepare(lying, LeptonicaTool.Shared).Value;
        var broken = PicturePreparation.Prepare(large with { Bytes = Png(4000, 1000).AsMemory(0, 60) }, LeptonicaTool.Shared);

        var size = PictureFile.Read(smaller.Bytes, "a").Value;
        (size.Width, size.Height).ShouldBe((3072, 768));
        var upright = PictureFile.Read(turned.Bytes, "b").Value;
        (upright.Width, upright.Height).ShouldBe((100, 200));
        broken.Problem.ShouldNotBeNull().Code.ShouldBe("picture-broken");
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(ModelAgent agent, byte[] bytes, string name)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", name } };
        return await agent.SendAsync(HttpMethod.Post, "/process-image", form);
    }

    /// <summary>A grey picture of that size.</summary>
    private static byte[] Png(int width, int height, params (string Type, byte[] Data)[] more)
    {
        var rows = new byte[height * (width + 1)];
        Array.Fill(rows, (byte)0x80);
        for (var y = 0; y < height; y++)
        {
            rows[y * (width + 1)] = 0;
        }

        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(rows);
        }

        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(file, "IHDR", Head(width, height));
        foreach (var (type, data) in more)
        {
            Chunk(file, type, data);
        }

        Chunk(file, "IDAT", packed.ToArray());
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Head(int width, int height)
    {
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        head[8] = 8;
        return head;
    }

    private static byte[] Bomb()
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(file, "IHDR", Head(60_000, 60_000));
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static void Chunk(MemoryStream file, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. data];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(named);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(named));
        file.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = 0xFFFFFFFF;
        foreach (var b in data)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }

    /// <summary>The segments of a JPEG of 640×480 up to its frame.</summary>
    private static byte[] JpegHead(byte orientation) =>
        [
            .. (byte[])[0xFF, 0xD8, 0xFF, 0xE1, 0x00, 0x22],
            .. "Exif\0\0II*\0"u8,
            .. (byte[])[8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0],
            .. (byte[])[0xFF, 0xC0, 0x00, 0x0B, 8, 0x01, 0xE0, 0x02, 0x80, 1, 1, 0x11, 0, 0xFF, 0xD9],
        ];

    private sealed class NoTool : IPictureTool
    {
        public bool IsAvailable => false;

        public (ReadOnlyMemory<byte> Bytes, string MediaType)? Redraw(PictureFile picture, double scale) =>
            throw new InvalidOperationException();
    }
}
