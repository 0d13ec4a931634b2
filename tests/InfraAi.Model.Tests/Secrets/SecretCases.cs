using System.Text;

namespace InfraAi.Model.Tests.Secrets;

/// <summary>One labelled text.</summary>
/// <param name="Template">Which template it was made from; a third of them is held back.</param>
/// <param name="Start">Where its secret begins; -1 for a text without one.</param>
public sealed record SecretCase(string Template, bool HeldBack, string Text, int Start, int Length)
{
    public override string ToString() => Template;
}

/// <summary>
/// Texts with a secret and texts that only look like it, made from templates: nothing here has the shape of a key until the test runs, so that
/// no scanner takes this file for a leak. «…» is the secret; {…} is filled in (see <see cref="Fill"/>).
/// </summary>
public static class SecretCases
{
    private const int VariantsOfEach = 3;

    private static readonly string[] WithSecret =
    [
        // --- words ---
        "The database password is «{pw}» and it is shared by both services.",
        "The orders service stores orders in PostgreSQL (password: «{pw}»).",
        "Our API calls the billing API with the password «{strong}».",
        "RabbitMQ runs on mq01, user admin, password «{pw}».",
        "La contraseña de la base de datos es «{pw}».",
        "El servicio de pedidos usa PostgreSQL (contraseña: «{pw}») y Redis.",
        "La clave de acceso es «{strong}» para el usuario root.",
        "Entra con usuario admin y contraseña «{strong}».",
        "Clave: «{strong}»",
        "Credentials: admin / «{strong}»",
        "credenciales: root/«{strong}»",
        "Log in as deploy with the passphrase «{strong}».",
        "Login: admin:«{strong}»",
        "- **Password:** `«{pw}»`",
        "* Password - «{strong}»",
        "| password | «{pw}» |",
        "| DB_PASSWORD | `«{pw}»` | of the primary |",
        "Password = «{pw}»",
        "The API key is «{b64:40}».",
        "La API key del proveedor es «{A:32}».",
        "Payments are sent to Stripe with the secret key «sk_live{_}{A:24}».",
        "We push images with the token «ghp{_}{A:36}» from the pipeline.",
        "admin password → «{strong}»",
        "the root password was set to «{strong}» last week",
        // --- .env, shells, properties ---
        "DB_HOST=db\nDB_PASSWORD=«{pw}»\nDB_PORT=5432",
        "export API_TOKEN=«{A:40}»",
        "export PGPASSWORD='«{pw}»'",
        "SECRET_KEY_BASE=«{hex:64}»",
        "JWT_SECRET=\"«{b64:44}»\"",
        "spring.datasource.password=«{pw}»",
        "spring.redis.password: «{pw}»",
        "MYSQL_ROOT_PASSWORD=«{letters:10}»",
        "mysql -h db -u root -p«{strong}» orders",
        "sshpass -p '«{strong}»' ssh root@web1",
        "curl -u deploy:«{strong}» https://ci.internal/job",
        "curl -H 'Authorization: Bearer «{A:40}»' https://api.internal",
        "Authorization: Basic «{b64:32}»",
        "redis-cli -a «{strong}» ping",
        "docker login -u ci -p «{strong}» registry.internal",
        "machine git.internal login ci password «{strong}»",
        "psql \"host=db user=app password=«{pw}» dbname=orders\"",
        // --- YAML, JSON, Compose, Kubernetes ---
        "services:\n  db:\n    image: postgres:16\n    environment:\n      POSTGRES_PASSWORD: «{pw}»\n",
        "    environment:\n      - POSTGRES_PASSWORD=«{pw}»\n",
        "        env:\n        - name: DB_PASSWORD\n          value: \"«{pw}»\"\n",
        "apiVersion: v1\nkind: Secret\ndata:\n  password: «{b64:16}»\n",
        "{\"user\": \"app\", \"password\": \"«{pw}»\"}",
        "{\"name\": \"DB_PASSWORD\", \"value\": \"«{pw}»\"}",
        "auth:\n  client_secret: «{A:32}»\n",
        "datadog:\n  apiKey: «{hex:32}»\n",
        "  secretKey: '«{b64:40}»'",
        "\"ConnectionString\": \"Server=db;Database=orders;User Id=app;Password=«{pw}»;\"",
        "AccountName=shop;AccountKey=«{b64:86}==»;EndpointSuffix=core.windows.net",
        "Endpoint=sb://bus.servicebus.windows.net/;SharedAccessKeyName=root;SharedAccessKey=«{b64:43}=»",
        "<add key=\"SmtpPassword\" value=\"«{pw}»\" />",
        "<password>«{pw}»</password>",
        "\"auths\": {\"registry.internal\": {\"auth\": \"«{b64:32}»\"}}",
        // --- Terraform, code ---
        "resource \"aws_db_instance\" \"db\" {\n  username = \"app\"\n  password = \"«{pw}»\"\n}",
        "variable \"db_password\" {\n  type    = string\n  default = \"«{pw}»\"\n}",
        "  master_password = \"«{letters:12}»\"",
        "  access_key = \"«AK{}IA{U:16}»\"",
        "aws_secret_access_key = «{b64:40}»",
        "const password = '«{pw}»';",
        "api_key = \"«{A:32}»\"",
        "client.connect(host, password=\"«{pw}»\")",
        // --- diagrams ---
        "graph LR\n  A[orders] -->|password=«{pw}»| B[(PostgreSQL)]",
        "@startuml\ndatabase \"PostgreSQL\\npassword: «{pw}»\" as db\n@enduml",
        "a -> b: login with password «{strong}»",
        "web -> postgres://app:«{pw}»@db.internal/orders",
        // --- addresses ---
        "DATABASE_URL=postgresql://app:«{pw}»@db:5432/orders",
        "amqp://orders:«{pw}»@rabbit.internal:5672/%2F",
        "mongodb+srv://app:«{pw}»@cluster0.internal/orders",
        "redis://:«{pw}»@cache:6379/0",
        "https://ci:«{A:24}»@git.internal/shop.git",
        "https://shop.blob.core.windows.net/files?sv=2022-11-02&sig=«{b64:43}%3D»",
        "https://hooks.slack.com/services/«T{U:8}/B{U:8}/{A:24}»",
        "GET /v1/orders?access_token=«{A:40}»",
        // --- vendors ---
        "token: «gh{}o{_}{A:36}»",
        "«github{_}pat{_}{A:22}{_}{A:59}»",
        "CI_TOKEN: «glpat{-}{A:20}»",
        "key «AK{}IA{U:16}» in eu-west-1",
        "«AI{}za{A:35}»",
        "slack «xo{}xb-{N:12}-{N:12}-{A:24}»",
        "«sk{-}ant{-}api03{-}{A:90}»",
        "OPENAI «sk{-}proj{-}{A:60}»",
        "«npm{_}{A:36}»",
        "«S{}G.{A:22}.{A:43}»",
        "hf: «h{}f{_}{L:34}»",
        "«dop{_}v1{_}{hex:64}»",
        "«hv{}s.{A:96}»",
        "telegram «{N:10}:AA{A:33}»",
        "«dckr{_}pat{_}{A:27}»",
        "«gls{}a{_}{A:32}{_}{hex:8}»",
        "«shp{}at{_}{hex:32}»",
        "«eyJ{b64u:20}.eyJ{b64u:60}.{b64u:43}»",
        "«lin{_}api{_}{A:40}»",
        "«PM{}AK{-}{hex:24}{-}{hex:34}»",
        // --- keys ---
        "-----BEGIN RSA PRIV{}ATE KEY-----\n«{pem:12}»\n-----END RSA PRIV{}ATE KEY-----\n",
        "ssh_key: |\n  -----BEGIN OPENSSH PRIV{}ATE KEY-----\n«{pem+  :8}»\n  -----END OPENSSH PRIV{}ATE KEY-----\n",
        "{\"private_key\": \"-----BEGIN PRIV{}ATE KEY-----\\n«{b64:64}\\n{b64:64}\\n{b64:32}»\\n-----END PRIV{}ATE KEY-----\\n\"}",
        "-----BEGIN PGP PRIV{}ATE KEY BLOCK-----\n\n«{pem:10}\n=aB3d»\n-----END PGP PRIV{}ATE KEY BLOCK-----",
        "«AGE-SECRET-KEY-1{bech:58}»",
    ];

    private static readonly string[] WithoutSecret =
    [
        // --- words ---
        "The password reset service sends an e-mail.",
        "Users sign in with a password and a second factor.",
        "Passwords are stored in Vault and rotated every 90 days.",
        "The password is stored in AWS Secrets Manager.",
        "The API key is kept in Azure Key Vault.",
        "Password: required",
        "Password policy: 12 characters, one digit, one symbol.",
        "password: string",
        "token: JWT",
        "Token: OAuth2 with PKCE",
        "Auth: OIDC through Keycloak; token lifetime 15m",
        "Passwords are hashed with bcrypt.",
        "password hash: argon2id",
        "password hashing: PBKDF2-SHA256",
        "La contraseña se guarda en HashiCorp Vault.",
        "La contraseña es obligatoria.",
        "Contraseña: mínimo 12 caracteres",
        "La clave primaria es order_id2.",
        "Palabras clave: nube, colas, API2",
        "La clave del éxito es Kubernetes1.29.",
        "The secret to speed is the cache.",
        "The key is under the mat.",
        "A token bucket limits 1000 requests a minute.",
        "The service issues tokens signed with RS256.",
        "Secrets come from the External Secrets Operator v0.9.",
        "Login with Google or GitHub.",
        "Login: Keycloak/OpenID",
        "credentials: stored in 1Password",
        "The user service (Node20) calls auth-service-v2.",
        "Partition key: order_id, sort key: created_at",
        "Usuarios: admin/editor/lector",
        "The password vault01 server is reached over SSH.",
        "A passwordless login with WebAuthn.",
        "The pass-through proxy is nginx-1.25.",
        "compass: north2",
        "La autenticación por token usa OAuth2.0.",
        // --- references and placeholders ---
        "POSTGRES_PASSWORD: ${DB_PASSWORD}",
        "POSTGRES_PASSWORD=${DB_PASSWORD:-}",
        "DB_PASSWORD=changeme",
        "password: changeme123",
        "password = \"your-password-here\"",
        "API_KEY=<your api key>",
        "api_key: YOUR_API_KEY_1",
        "token: xxxxxxxxxxxxxxxx",
        "password: '********'",
        "password: {{ .Values.db.password }}",
        "password = var.db_password",
        "password = random_password.db1.result",
        "password: !Ref DBPassword1",
        "MasterUserPassword: '{{resolve:secretsmanager:MyDb1:SecretString:password}}'",
        "password: data.aws_secretsmanager_secret_version.db1.secret_string",
        "const password = process.env.DB_PASSWORD1;",
        "password = os.environ[\"DB_PASSWORD1\"]",
        "var token = await ReadTokenAsync2(cancellation);",
        "password: vault:secret/data/db1#password",
        "password: op://infra/db1/password",
        "token: ${{ secrets.GITHUB_TOKEN }}",
        "PASSWORD_FILE=/run/secrets/db_password_1",
        "POSTGRES_PASSWORD_FILE: /run/secrets/pg1",
        "secretName: orders-tls-2024",
        "secretKeyRef:\n  name: db-credentials-1\n  key: password",
        "valueFrom:\n  secretKeyRef:\n    name: db1\n    key: password\n",
        "- name: DB_PASSWORD\n  valueFrom:\n    secretKeyRef:\n      name: db1",
        "secret_arn = \"arn:aws:secretsmanager:eu-west-1:123456789012:secret:db1-AbCdEf\"",
        "password: ENC[AES256_GCM,data:{b64:16},iv:{b64:24},tag:{b64:24},type:str]",
        "variable \"db_password\" {\n  type      = string\n  sensitive = true\n}",
        "variable \"db_password\" {\n  description = \"Password of db1, 16 signs\"\n}",
        "postgres://${DB_USER}:${DB_PASSWORD}@db/orders",
        "postgres://user:password@localhost:5432/orders",
        "amqp://guest:guest@rabbitmq:5672",
        "postgres://app:<password>@db/orders",
        "https://user:****@host/path",
        "Authorization: Bearer <token>",
        "Authorization: Bearer $TOKEN1",
        "AK{}IAIOSFODNN7EXAMPLE",
        "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "gh{}p_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "sk{-}0000000000000000000000000000000000000000",
        "-----BEGIN RSA PRIV{}ATE KEY-----\n...\n-----END RSA PRIV{}ATE KEY-----",
        "A file with -----BEGIN PRIV{}ATE KEY----- in it is refused by the hook.",
        "-----BEGIN PUBLIC KEY-----\n{pem:6}\n-----END PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----\n{pem:10}\n-----END CERTIFICATE-----",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA{b64:43} deploy@ci",
        // --- digests, ids, hashes ---
        "commit {hex:40}",
        "Deployed from {hex:40} by the pipeline.",
        "image: registry.internal/shop/orders@sha256:{hex:64}",
        "image: postgres:16.3@sha256:{hex:64}",
        "\"integrity\": \"sha512-{b64:86}==\"",
        "h1:{b64:43}=",
        "golang.org/x/crypto v0.21.0 h1:{b64:43}=",
        "resolved \"https://registry.yarnpkg.com/left-pad/-/left-pad-1.3.0.tgz#{hex:40}\"",
        "\"version\": \"1.0.0\",\n\"contentHash\": \"{b64:86}==\"",
        "  --hash=sha256:{hex:64}",
        "checksum = \"{hex:64}\"",
        "tenant_id: {uuid}",
        "subscription {uuid}, resource group shop",
        "client_id = \"{uuid}\"",
        "correlation id {uuid}",
        "kms_key_id = \"arn:aws:kms:eu-west-1:123456789012:key/{uuid}\"",
        "key_id: {A:20}",
        "cache_key: deps-{hex:16}",
        "key: ${{ runner.os }}-deps-${{ hashFiles('**/lock.json') }}",
        "bucket: shop-terraform-state-{hex:12}",
        "etag: \"{hex:32}\"",
        "md5: {hex:32}",
        "sg-{hex:17} → subnet-{hex:17}",
        "tokens: 4096",
        "max_tokens = 128000",
        "token_endpoint: https://auth.internal/realms/shop1/token",
        "token_url = \"https://auth.internal/oauth2/token\"",
        "\"password\": { \"type\": \"string\", \"minLength\": 8 }",
        "password VARCHAR(255) NOT NULL",
        "password varchar2(255)",
        "password: z.string().min(8)",
        "string Password { get; set; }",
        "def login(user: str, password: str, token: Optional[str] = None):",
        "public bool CheckPassword2(string password1) {",
        "if (password == confirmPassword2) {",
        "auth: basic",
        "auth = \"oauth2\"",
        "x-api-key: header",
        "security:\n  - api_key1: []",
        "docker run -u 1000:1000 -p 8080:80 nginx:1.25",
        "cp -p file1 file2; mkdir -p /srv/app1",
        "mysql:8.0 → port 3306",
        "port 6379, redis-cli -a flag is not used",
        "graph LR\n  login[Login page] --> auth[Auth service v2]",
        "A[Password service] --> B[(users-db1)]",
        "Secret Manager → secrets-store-csi-driver1",
        "graph TD\n  T[Token service] -->|validates token| K[Keycloak22]",
        "user:editor1 / group:staff2",
        "See https://example.com/docs/password?id=12345678",
        "https://host.example/api/v1/users/{uuid}/password",
    ];

    public static IReadOnlyList<SecretCase> Positive => Positives.Value;

    /// <summary>A template without anything to fill in is one case.</summary>
    public static IReadOnlyList<SecretCase> Negative => Negatives.Value;

    private static readonly Lazy<IReadOnlyList<SecretCase>> Positives = new(() => [.. Made(WithSecret)]);
    private static readonly Lazy<IReadOnlyList<SecretCase>> Negatives = new(() => [.. Made(WithoutSecret)]);

    private static IEnumerable<SecretCase> Made(string[] templates)
    {
        for (var i = 0; i < templates.Length; i++)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var variant = 0; variant < VariantsOfEach; variant++)
            {
                var text = Fill(templates[i], (uint)((i * 31) + (variant * 7919) + 17));
                if (seen.Add(text))
                {
                    yield return Case(templates[i], i % 3 == 2, text);
                }
            }
        }
    }

    private static SecretCase Case(string template, bool heldBack, string text)
    {
        var start = text.IndexOf('«', StringComparison.Ordinal);
        if (start < 0)
        {
            return new(template, heldBack, text, -1, 0);
        }

        var end = text.IndexOf('»', StringComparison.Ordinal);
        var inside = text[(start + 1)..end];
        return new(template, heldBack, text[..start] + inside + text[(end + 1)..], start, inside.Length);
    }

    /// <summary>{kind:length} by what it says; {_} and {-} are themselves and {} nothing: they break up what would look like a key here.</summary>
    internal static string Fill(string template, uint seed)
    {
        var made = new StringBuilder();
        for (var at = 0; at < template.Length; )
        {
            var end = template[at] == '{' ? template.IndexOf('}', at) : -1;
            var inner = end > 0 ? template[(at + 1)..end] : null;
            if (inner is null || Value(inner, ref seed) is not { } value)
            {
                made.Append(template[at++]);
                continue;
            }

            made.Append(value);
            at = end + 1;
        }

        return made.ToString();
    }

    private const string Digits = "0123456789";
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static string? Value(string inner, ref uint seed)
    {
        var colon = inner.LastIndexOf(':');
        var (kind, length) = colon > 0 && int.TryParse(inner[(colon + 1)..], out var number) ? (inner[..colon], number) : (inner, 0);
        switch (kind)
        {
            case "":
                return "";
            case "_" or "-":
                return kind;
            case "A":
                return Signs(Lower + Upper + Digits, length, ref seed);
            case "L":
                return Signs(Lower + Upper, length, ref seed);
            case "N":
                return Signs("123456789", length, ref seed);
            case "U":
                return Signs(Upper + "234567", length, ref seed);
            case "hex":
                return Signs(Digits + "abcdef", length, ref seed);
            case "b64":
                return Signs(Lower + Upper + Digits + "+/", length, ref seed);
            case "b64u":
                return Signs(Lower + Upper + Digits + "-_", length, ref seed);
            case "bech":
                return Signs("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L", length, ref seed);
            case "letters":
                return Signs(Lower, length, ref seed);
            case "uuid":
                return string.Join('-', Hex(8, ref seed), Hex(4, ref seed), Hex(4, ref seed), Hex(4, ref seed), Hex(12, ref seed));
            case "pem" or "pem+  ":
                var indent = kind == "pem" ? "" : "  ";
                var lines = new List<string>();
                for (var i = 0; i < length; i++)
                {
                    lines.Add(indent + Signs(Lower + Upper + Digits + "+/", i == length - 1 ? 40 : 64, ref seed));
                }

                return string.Join('\n', lines);
            case "pw":
                return Next(ref seed) % 2 == 0 ? Weak(ref seed) : Strong(ref seed);
            case "strong":
                return Strong(ref seed);
            default:
                return null;
        }
    }

    private static string Hex(int length, ref uint seed) => Signs(Digits + "abcdef", length, ref seed);

    private static readonly string[] Roots = ["hunter", "dragon", "sommer", "tienda", "orders", "madrid", "falcon", "winter"];

    private static string Weak(ref uint seed) =>
        Roots[Next(ref seed) % Roots.Length] + Signs("23456789", 1 + (int)(Next(ref seed) % 4), ref seed);

    private static string Strong(ref uint seed) =>
        (Next(ref seed) % 3) switch
        {
            0 => char.ToUpperInvariant(Lower[(int)(Next(ref seed) % 26)])
                + Roots[Next(ref seed) % Roots.Length][1..]
                + Signs("!#%&*?", 1, ref seed)
                + Signs("23456789", 3, ref seed),
            1 => Signs(Upper, 3, ref seed) + Signs(Lower, 4, ref seed) + Signs("!%&*", 1, ref seed) + Signs("23456789", 3, ref seed),
            _ => Signs(Lower, 1, ref seed)
                + Signs(Digits, 1, ref seed)
                + Signs(Upper, 1, ref seed)
                + Signs(Lower + Upper + Digits, 13, ref seed),
        };

    private static string Signs(string from, int count, ref uint seed)
    {
        var made = new char[count];
        for (var i = 0; i < count; i++)
        {
            made[i] = from[(int)(Next(ref seed) % (uint)from.Length)];
        }

        return new(made);
    }

    /// <summary>A xorshift: the same texts in every run.</summary>
    private static uint Next(ref uint seed)
    {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        return seed >> 3;
    }
}
