/** What tests of every module share: the folder with shared material, child processes, network namespaces, waiting. */
package dev.hearth.testkit;
