// The plain copy that the specification describes for its config-manager.js: each .env file's text in a row of PostgreSQL, and back.
const fs = require("fs");
const path = require("path");
const { Client } = require("pg");

async function main() {
  const [task, root, ...files] = process.argv.slice(2);
  const client = new Client();
  await client.connect();
  await client.query("CREATE TABLE IF NOT EXISTS env_files (path TEXT PRIMARY KEY, content TEXT, updated_at TIMESTAMPTZ)");
  const list = files.length > 0 ? files : fs.readFileSync(0, "utf8").split("\n").filter(Boolean);
  if (task === "backup") {
    for (const file of list) {
      const content = fs.readFileSync(path.join(root, file), "utf8");
      await client.query(
        "INSERT INTO env_files VALUES ($1, $2, now()) ON CONFLICT (path) DO UPDATE SET content = $2, updated_at = now()",
        [file, content],
      );
    }
  } else {
    for (const file of list) {
      const found = await client.query("SELECT content FROM env_files WHERE path = $1", [file]);
      fs.writeFileSync(path.join(root, file), found.rows[0].content);
    }
  }
  await client.end();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
