import type { ProjectFile } from '../api';

export interface TreeNode {
  name: string;
  path: string;
  children: TreeNode[] | null;
}

/** Folders before files, each by name. */
export function treeOf(files: ProjectFile[]): TreeNode[] {
  const root: TreeNode[] = [];
  for (const { path } of files) {
    const names = path.split('/');
    let level = root;
    names.forEach((name, i) => {
      const isFile = i === names.length - 1;
      let node = level.find((one) => one.name === name && (one.children === null) === isFile);
      if (!node) {
        node = { name, path: names.slice(0, i + 1).join('/'), children: isFile ? null : [] };
        level.push(node);
      }
      if (node.children) level = node.children;
    });
  }
  return sorted(root);
}

function sorted(nodes: TreeNode[]): TreeNode[] {
  return nodes
    .map((node) => (node.children ? { ...node, children: sorted(node.children) } : node))
    .sort((a, b) => Number(a.children === null) - Number(b.children === null) || (a.name < b.name ? -1 : 1));
}
