from ketluan.cli import main

main()
